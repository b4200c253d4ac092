//! Which column comes from which in a script of SQL, given as text or as a file.
//!
//! `cargo run -p lineage-examples --example sql_columns -- [TEXT|FILE [DIALECT]]`

#![allow(clippy::print_stderr, clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use lineage_sql::{SqlOptions, analyze};

const SCRIPT: &str = "
    CREATE TABLE lake.daily WITH (external_location = 's3://lake/daily/') AS
    SELECT o.day, c.city, sum(o.price * o.quantity) AS revenue
    FROM lake.orders o JOIN lake.customers c ON o.customer_id = c.id
    GROUP BY o.day, c.city;

    INSERT INTO lake.best (city, revenue)
    WITH ranked AS (SELECT city, revenue, row_number() OVER (ORDER BY revenue DESC) AS place FROM lake.daily)
    SELECT upper(city), revenue FROM ranked WHERE place <= 10";

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let sql = match args.next() {
        None => SCRIPT.to_owned(),
        Some(path) if Path::new(&path).is_file() => std::fs::read_to_string(path)?,
        Some(text) => text,
    };
    let dialect = args.next().map(|name| name.parse()).transpose()?;
    let options = SqlOptions { dialect, ..SqlOptions::default() };
    let lineage = analyze(&sql, &options)?;
    for statement in &lineage.statements {
        println!("{} {}", statement.kind, statement.target.as_deref().unwrap_or_default());
        for column in &statement.mapping {
            println!("  {} <- {}", column.to, column.from.join(", "));
        }
        for diagnostic in &statement.diagnostics {
            eprintln!("{}", diagnostic.message);
        }
    }
    Ok(())
}
