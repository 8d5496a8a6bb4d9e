"""Answers each line of JSON, {"file", "statements": [[sql, [values]], ...]}, with the rows of every statement.

One process for many questions, because starting Python takes longer than most of them. The database is opened anew
each time: between two questions another file may have been copied over it.
"""

import json
import sqlite3
import sys
from contextlib import closing


def ask(job):
    with closing(sqlite3.connect(job["file"], timeout=20)) as database:
        database.row_factory = sqlite3.Row
        with database:
            return [[dict(row) for row in database.execute(*one)] for one in job["statements"]]


for line in sys.stdin:
    try:
        answer = {"rows": ask(json.loads(line))}
    except sqlite3.Error as error:
        answer = {"error": str(error)}
    print(json.dumps(answer), flush=True)
