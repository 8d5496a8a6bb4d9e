/**
 * Rows of one database table in ascending order of id. Ten thousand rows page quickly because the order is kept, not
 * made for each request.
 */
export class Table<Row extends { id: number }> {
	private readonly byId = new Map<number, Row>();
	private ordered: Row[] = [];
	private last = 0;

	/**
	 * @param reuseLast whether a deleted last id is given again, as SQLite does with a plain integer primary key;
	 * sequences of other databases never go back
	 */
	constructor(private readonly reuseLast: boolean) {}

	/** All rows, ascending by id. Not a copy: don't keep it across writes. */
	get rows(): readonly Row[] {
		return this.ordered;
	}

	get size(): number {
		return this.ordered.length;
	}

	get(id: number): Row | undefined {
		return this.byId.get(id);
	}

	/** Puts in a row under the next id, or under a given one above all others. */
	add(values: Omit<Row, 'id'>, given?: number): Row {
		const id = given ?? (this.reuseLast ? (this.ordered.at(-1)?.id ?? 0) : this.last) + 1;
		this.last = id;
		const row = { id, ...values } as Row;
		this.byId.set(id, row);
		this.ordered.push(row);
		return row;
	}

	remove(row: Row): void {
		if (!this.byId.delete(row.id)) return;
		this.ordered.splice(this.ordered.indexOf(row), 1);
	}
}
