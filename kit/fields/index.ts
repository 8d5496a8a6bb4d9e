/** Fields of an operation: how the editor shows them, and how a raw value becomes a checked one. */
export { short, type Field, type Fields, type Input, type Reference } from './core';
export { choice, email, flag, integer, json, optional, safeguard, unknowable, password, text } from './single';
export { locator } from './locator';
export { choices, emails, many, rows, table, texts, type Wanted } from './several';
export { collection, mostOf, paging } from './collection';
