//! What a catalogue adds to the lineage of SQL: stars are expanded, and columns go where they belong by their position.
//!
//! `cargo run -p lineage-examples --example sql_catalog`

#![allow(clippy::print_stdout)]

use std::error::Error;

use lineage_sql::{Catalog, Dialect, SqlOptions, TableColumns, analyze};

const SCRIPT: &str = "INSERT INTO mart.customers SELECT * FROM raw.people";

fn main() -> Result<(), Box<dyn Error>> {
    let mut options = SqlOptions { dialect: Some(Dialect::Athena), ..SqlOptions::default() };
    println!("without a catalogue:");
    print(&options)?;

    let columns = |names: &[&str]| TableColumns::Names(names.iter().map(|&name| name.to_owned()).collect());
    options.catalog = Catalog::from([
        ("raw.people".to_owned(), columns(&["id", "full_name", "born"])),
        ("mart.customers".to_owned(), columns(&["customer_id", "name", "birthday"])),
    ]);
    println!("with a catalogue:");
    print(&options)
}

fn print(options: &SqlOptions) -> Result<(), Box<dyn Error>> {
    for statement in &analyze(SCRIPT, options)?.statements {
        for column in &statement.mapping {
            println!("  {} <- {}", column.to, column.from.join(", "));
        }
        for diagnostic in &statement.diagnostics {
            println!("  ({})", diagnostic.message);
        }
    }
    Ok(())
}
