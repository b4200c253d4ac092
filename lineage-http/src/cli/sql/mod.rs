mod jsonl;
mod line;
mod rows;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use lineage_sql::{Catalog, LONGEST_SCRIPT, ScriptLineage, SqlDiagnostic, SqlRequest, StatementKind, mermaid};

use super::failure::Failure;
use super::output;
use super::table::printable;
use super::text;

/// `sql`: the column lineage of a script.
#[derive(Debug, Args)]
pub(crate) struct Sql {
    /// The script; - reads the standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The dialect it is in, instead of the one that it looks like: athena, trino, spark, hive, redshift, …
    #[arg(long, value_name = "NAME")]
    dialect: Option<String>,
    /// What is known of the columns of tables: a file of JSON, {"db.table": ["column", …], …}
    #[arg(long, value_name = "FILE", value_parser = catalog)]
    catalog: Option<Catalog>,
    /// The catalogue of tables that are named without one
    #[arg(long, value_name = "NAME")]
    default_catalog: Option<String>,
    /// The schema (database) of tables that are named without one
    #[arg(long, value_name = "NAME")]
    default_schema: Option<String>,
    /// See through temporary tables and views of the script
    #[arg(long)]
    collapse_temporary: bool,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// FILE has a request a line, as POST /sql/lineage takes it, with an id if you like; so has the output an answer
    #[arg(long, conflicts_with_all = ["dialect", "catalog", "default_catalog", "default_schema", "collapse_temporary",
        "format"])]
    jsonl: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Table,
    Mermaid,
}

fn catalog(path: &str) -> Result<Catalog, String> {
    let text = text::file(path.as_ref()).map_err(|error| format!("cannot read the file: {error}"))?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

impl Sql {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let (name, input): (_, io::Result<Box<dyn Read + Send>>) = if self.file == Path::new("-") {
            ("the standard input".to_owned(), Ok(Box::new(io::stdin())))
        } else {
            (format!("'{}'", self.file.display()), File::open(&self.file).map(|file| Box::new(file) as _))
        };
        let unreadable = |error| Failure::new(format!("cannot read {name}"), &error);
        let input = input.map_err(unreadable)?;
        if self.jsonl {
            return jsonl::run(input, &name);
        }
        let request = SqlRequest {
            sql: text::read(input, LONGEST_SCRIPT).map_err(unreadable)?,
            dialect: self.dialect,
            default_catalog: self.default_catalog,
            default_schema: self.default_schema,
            schemas: self.catalog.unwrap_or_default(),
            collapse_temporary: self.collapse_temporary,
        };
        let lineage = request.lineage().map_err(|error| Failure::new(format!("cannot read {name}"), &error))?;
        let text = match self.format {
            Format::Json => {
                serde_json::to_string_pretty(&lineage)
                    .map_err(|error| Failure::new("cannot write the lineage as JSON", &error))?
                    + "\n"
            }
            Format::Table => rows::tables(&lineage),
            Format::Mermaid => mermaid(&lineage),
        };
        output::write(None, text.as_bytes())?;
        tell(&lineage, self.format == Format::Json)
    }
}

/// What the output leaves out of the diagnostics, and which statements could not be parsed.
fn tell(lineage: &ScriptLineage, has_diagnostics: bool) -> Result<(), Failure> {
    let is_told = |kind: StatementKind| !has_diagnostics || kind == StatementKind::Error;
    let of_script = lineage.diagnostics.iter().filter(|_| !has_diagnostics);
    let of_statements = lineage.statements.iter().filter(|statement| is_told(statement.kind));
    for diagnostic in of_script.chain(of_statements.flat_map(|statement| &statement.diagnostics)) {
        output::warn(&sentence(diagnostic));
    }
    match lineage.statements.iter().filter(|statement| statement.kind == StatementKind::Error).count() {
        0 => Ok(()),
        count => Err(Failure::plain(format!("statements that could not be parsed: {count}"))),
    }
}

fn sentence(diagnostic: &SqlDiagnostic) -> String {
    let message = printable(&diagnostic.message);
    match diagnostic.position {
        Some(at) => format!("line {}, column {}: {message}", at.line, at.column),
        None => message,
    }
}
