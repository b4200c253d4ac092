use arrow_schema::Field;

use crate::format::folder;
use crate::text::{TextKind, TextKinds};

/// What Hive and Spark write in place of a missing value.
const NULL: &[u8] = b"__HIVE_DEFAULT_PARTITION__";

/// More names than any table is partitioned by: folders may have an equals sign for other reasons.
const MAX_COLUMNS: usize = 100;

/// The columns that stand in the paths of objects as folders, `day=2026-01-31/`: Hive's way.
///
/// Names and values are percent-decoded, and values typed as text is. A column is nullable when a value is missing
/// or an object has no such folder.
#[derive(Debug, Default)]
pub(super) struct Partitions {
    /// In the order in which they are first seen.
    columns: Vec<Partition>,
    paths: usize,
}

#[derive(Debug, Default)]
struct Partition {
    name: String,
    kinds: TextKinds,
    /// How many paths have it, and the last of them.
    paths: usize,
    last: usize,
}

impl Partitions {
    /// Adds the folders of a key, which is told from the dataset's prefix on.
    pub(super) fn add(&mut self, key: &str) {
        self.paths += 1;
        for (name, value) in folder(key).split('/').filter_map(|folder| folder.split_once('=')) {
            let path = self.paths;
            let Some(column) = self.column(&decoded(name)) else { continue };
            let value = decoded(value);
            column.kinds.add(if value == NULL { TextKind::Null } else { TextKind::of(&value) });
            column.paths += usize::from(column.last != path);
            column.last = path;
        }
    }

    /// The columns as fields.
    pub(super) fn fields(&self) -> Vec<Field> {
        let field = |column: &Partition| {
            let nullable = column.kinds.nulls() || column.paths < self.paths;
            Field::new(&column.name, column.kinds.data_type(), nullable)
        };
        self.columns.iter().map(field).collect()
    }

    /// The column of this name, a new one if need be.
    fn column(&mut self, name: &[u8]) -> Option<&mut Partition> {
        let name = String::from_utf8_lossy(name);
        let found = self.columns.iter().position(|column| column.name == name);
        if found.is_none() && !name.is_empty() && self.columns.len() < MAX_COLUMNS {
            self.columns.push(Partition { name: name.into_owned(), ..Partition::default() });
            return self.columns.last_mut();
        }
        self.columns.get_mut(found?)
    }
}

/// A text with `%2F` and the like as the bytes that they stand for; what is no such code stays.
fn decoded(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| byte == b'%').and_then(|code| match *code {
            [high, low] => Some(hex(high)? << 4 | hex(low)?),
            _ => None,
        });
        decoded.push(code.unwrap_or(byte));
        rest = if code.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    decoded
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_columns() {
        let check = |keys: &[&str], expected: &str| {
            let mut partitions = Partitions::default();
            for key in keys {
                partitions.add(key);
            }
            let told = |field: &Field| {
                let null = if field.is_nullable() { "" } else { " not null" };
                format!("{}: {}{null}", field.name(), field.data_type())
            };
            let told: Vec<_> = partitions.fields().iter().map(told).collect();
            assert_eq!(told.join(", "), expected, "{keys:?}");
        };
        check(&["a.csv", "x/a.csv", "x=1.csv"], "");
        check(&["dt=2024-01-01/h=01/f", "dt=2024-01-02/h=02/f"], "dt: Date32 not null, h: Utf8 not null");
        check(&["year=2024/month=1/f", "year=2025/month=12/f"], "year: Int64 not null, month: Int64 not null");
        check(&["k=1/f", "k=__HIVE_DEFAULT_PARTITION__/f"], "k: Int64");
        check(&["k=1/f", "k=abc/f", "k=__HIVE_DEFAULT_PARTITION__/f"], "k: Utf8");
        check(&["k=__HIVE_DEFAULT_PARTITION__/f", "k=/f"], "k: Null");
        check(&["k=1/f", "f"], "k: Int64");
        check(&["k=1/k=2/f", "f"], "k: Int64");
        check(&["x/k=1/y/f"], "k: Int64 not null");
        check(&["at=2024-01-01 10%3A00%3A00/f"], "at: Timestamp(µs) not null");
        check(&["a%20b=x%2Fy/f", "a b=%zz/f", "a b=%/f"], "a b: Utf8 not null");
        check(&["a==1/f", "=x/f"], "a: Utf8");
    }

    #[test]
    fn there_are_not_more_than_any_table_has() {
        let mut partitions = Partitions::default();
        for number in 0..1000 {
            partitions.add(&format!("k{number}=1/f"));
        }
        assert_eq!(partitions.fields().len(), MAX_COLUMNS);
    }
}
