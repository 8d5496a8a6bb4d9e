import { samePerson } from './account';

/** Whether somebody is on a list of people from whom nothing may be taken, whoever asks. */
export const isProtected = (email: string, breakGlass: string[]) => breakGlass.some((other) => samePerson(email, other));
