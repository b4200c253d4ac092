use super::{Template, TemplatePart};

/// A text of a step that is SQL, or may be: only who parses it can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Query {
    /// Where it stands: the name of the input, or of the option before it; `argument-3` where there is none.
    pub name: String,
    /// The text.
    pub text: Template,
    /// What runs it, as far as the step says so.
    pub engine: Option<QueryEngine>,
    /// Whether the step says that it is SQL; else it is an argument like any other.
    pub is_stated: bool,
    /// The catalogue of tables that are named without one; for Redshift, the database.
    pub catalog: Option<Template>,
    /// The database of tables that are named without one.
    pub database: Option<Template>,
    /// Where the result is written.
    pub output: Option<Template>,
}

/// What runs SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum QueryEngine {
    /// Amazon Athena.
    Athena,
    /// Amazon Redshift.
    Redshift,
    /// Apache Spark.
    Spark,
    /// Apache Hive.
    Hive,
    /// Trino, or Presto.
    Trino,
}

impl Query {
    /// Whether it is an argument of a program: that it is SQL is known only of the others.
    pub(crate) fn is_argument(&self) -> bool {
        !matches!(self.engine, Some(QueryEngine::Athena | QueryEngine::Redshift))
    }
}

impl QueryEngine {
    /// The engine that an argument names as the program: `spark-sql`, `/usr/bin/hive`, `smspark-submit`.
    pub(super) fn of_program(argument: &str) -> Option<Self> {
        if argument.starts_with('-') || argument.contains(|c: char| c.is_whitespace() || c == '=') {
            return None;
        }
        let program = argument.rsplit('/').next().unwrap_or_default();
        let names = [
            ("spark", Self::Spark),
            ("hive", Self::Hive),
            ("beeline", Self::Hive),
            ("presto", Self::Trino),
            ("trino", Self::Trino),
        ];
        names.into_iter().find(|(name, _)| program.contains(name)).map(|(_, engine)| engine)
    }
}

/// Whether an option says that what follows is SQL: `-e`, `--query`, `--sql`, `--source-query`.
pub(super) fn names_sql(option: &str) -> bool {
    let word = option.rsplit(['-', '_', '.']).next().unwrap_or_default();
    matches!(option, "e" | "q") || ["sql", "query", "hql", "statement", "execute"].contains(&&*word.to_lowercase())
}

/// Whether an argument may turn out to be SQL. References may bring the words that make it so.
pub(super) fn may_be_sql(text: &Template, is_stated: bool) -> bool {
    let mut is_place = false;
    text.parts().iter().enumerate().any(|(at, part)| match part {
        TemplatePart::Text(text) => {
            is_place |= at == 0 && text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("s3:"));
            !is_place && is_sql_like(text, is_stated)
        }
        _ => !is_place,
    })
}

/// Whether a text has a word that SQL worth reading has; of one that is said to be SQL, whether it has several words.
pub(crate) fn is_sql_like(text: &str, is_stated: bool) -> bool {
    let is_verb =
        |word: &str| ["select", "insert", "create", "merge"].iter().any(|verb| word.eq_ignore_ascii_case(verb));
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    text.contains(char::is_whitespace) && (is_stated || words.any(is_verb))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs() {
        for (argument, expected) in [
            ("spark-sql", Some(QueryEngine::Spark)),
            ("smspark-submit", Some(QueryEngine::Spark)),
            ("hive-script", Some(QueryEngine::Hive)),
            ("/usr/bin/beeline", Some(QueryEngine::Hive)),
            ("presto-cli", Some(QueryEngine::Trino)),
            ("s3://hive/run.sh", None),
            ("--enable-hive", None),
            ("spark.sql.shuffle.partitions=8", None),
            ("run a hive", None),
            ("", None),
        ] {
            assert_eq!(QueryEngine::of_program(argument), expected, "{argument}");
        }
    }

    #[test]
    fn options() {
        for option in ["e", "q", "sql", "query", "SQL", "source-query", "spark_sql", "input.query"] {
            assert!(names_sql(option), "{option}");
        }
        for option in ["", "f", "sql-dialect", "query-name", "mysql", "executed"] {
            assert!(!names_sql(option), "{option}");
        }
    }
}
