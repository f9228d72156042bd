using Dapper;

[module: DapperAot]
[module: SqlSyntax(SqlSyntax.SQLite)]
