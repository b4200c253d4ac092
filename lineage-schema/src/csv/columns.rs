use std::collections::BTreeSet;

use arrow_schema::{DataType, Field};
use lineage_model::{Code, Diagnostic};

use crate::text::TextKinds;
use crate::{ReadError, TextOptions};

use super::kind;
use super::records::Records;

/// How many names a warning lists.
const NAMES: usize = 10;

/// The columns of a table.
pub(super) struct Columns {
    names: Vec<String>,
    kinds: Vec<TextKinds>,
    /// How many records there are, without the header.
    pub(super) rows: u64,
    short: u64,
    long: u64,
    /// What is behind the last name where there is one value more, and how many rows have one.
    over: (TextKinds, u64),
    /// Whether the first column has no name, and so the names are those of the others.
    shifted: bool,
}

impl Columns {
    /// Reads all records; none when there is not even a header.
    ///
    /// There are as many columns as the header has, or else `width` of them, or else as many as the first record has.
    pub(super) fn read(
        records: &mut Records<'_>,
        header: bool,
        width: Option<usize>,
        options: &TextOptions,
    ) -> Result<Option<Self>, ReadError> {
        let spaced = records.spaced();
        let Some(first) = records.next()? else { return Ok(None) };
        let mut columns = Self {
            names: Vec::new(),
            kinds: Vec::new(),
            rows: 0,
            short: 0,
            long: 0,
            over: (TextKinds::default(), 0),
            shifted: false,
        };
        if header {
            let name =
                |name: &[u8]| String::from_utf8_lossy(if spaced { name.trim_ascii() } else { name }).into_owned();
            columns.names = first.iter().map(name).collect();
            columns.kinds = vec![TextKinds::default(); first.len()];
        } else {
            columns.kinds = vec![TextKinds::default(); width.unwrap_or(first.len())];
            columns.add(first.iter(), first.len(), options);
        }
        while let Some(record) = records.next()? {
            columns.add(record.iter(), record.len(), options);
        }
        if header && columns.rows > 1 && columns.over.1 == columns.rows && columns.names.len() > 1 {
            columns.shift();
        }
        Ok(Some(columns))
    }

    /// Takes the value that each row has more than there are names for what it is: the row's own name, as R writes it,
    /// in front of the others; or nothing, behind a delimiter that ends each row.
    fn shift(&mut self) {
        self.long = 0;
        if self.over.0.data_type() != DataType::Null {
            self.names.insert(0, String::new());
            self.kinds.push(self.over.0);
            self.shifted = true;
        }
    }

    fn add<'r>(&mut self, mut values: impl Iterator<Item = &'r [u8]>, count: usize, options: &TextOptions) {
        self.over.1 += u64::from(count == self.kinds.len() + 1);
        for kinds in self.kinds.iter_mut().chain([&mut self.over.0]) {
            let Some(value) = values.next() else { break };
            if !kinds.is_string() {
                kinds.add(kind(value, options));
            }
        }
        self.rows += 1;
        self.short += u64::from(count < self.kinds.len());
        self.long += u64::from(count > self.kinds.len());
    }

    /// What may surprise.
    pub(super) fn warnings(&self) -> Vec<Diagnostic> {
        let mut warnings = Vec::new();
        let (columns, rows) = (self.kinds.len(), self.rows);
        if self.long > 0 {
            let message =
                format!("{} of {rows} rows have more than {columns} values; what is over is left out", self.long);
            warnings.push(Diagnostic::new(Code::RaggedRows, message));
        }
        if self.short > 0 {
            let message =
                format!("{} of {rows} rows have fewer than {columns} values; the others are missing", self.short);
            warnings.push(Diagnostic::new(Code::RaggedRows, message));
        }
        if self.shifted {
            let message = "each row has one value more than there are names; the first is taken for the row's own";
            warnings.push(Diagnostic::new(Code::RaggedRows, message));
        }
        let mut seen = BTreeSet::new();
        let named = self.names.iter().filter(|name| !name.trim().is_empty());
        let twice: BTreeSet<&str> = named.filter(|name| !seen.insert(*name)).map(String::as_str).collect();
        if !twice.is_empty() {
            let some: Vec<&str> = twice.iter().copied().take(NAMES).collect();
            let more = if twice.len() > NAMES { " …" } else { "" };
            let message = format!("more than one column is named '{}'{more}", some.join("', '"));
            warnings.push(Diagnostic::new(Code::DuplicateColumn, message));
        }
        warnings
    }

    /// A field for each column; any value may be missing.
    pub(super) fn into_fields(self) -> Vec<Field> {
        let names = self.names.into_iter().map(Some).chain(std::iter::repeat(None));
        let named = |(index, (kinds, name)): (usize, (TextKinds, Option<String>))| {
            let name = name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| format!("column_{}", index + 1));
            Field::new(name, kinds.data_type(), true)
        };
        self.kinds.into_iter().zip(names).enumerate().map(named).collect()
    }
}
