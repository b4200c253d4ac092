use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use crate::{ColumnEdge, ScriptLineage, StatementLineage, Transformation};

/// The lineage of a script as a Mermaid flow chart, left to right: datasets with their columns, an arrow an edge, dotted
/// where a column decides about others and its values go nowhere. What later statements see through is left out.
#[must_use]
pub fn mermaid(lineage: &ScriptLineage) -> String {
    let mut chart = Chart::default();
    for statement in lineage.statements.iter().filter(|statement| !statement.collapsed) {
        for table in statement.sources.iter().chain(&statement.target) {
            chart.dataset(Dataset::Named(table));
        }
        for edge in statement.edges.iter().chain(&statement.dataset_edges) {
            chart.add(statement, edge);
        }
    }
    chart.text()
}

/// A box of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Dataset<'l> {
    Named(&'l str),
    /// Which of several it is could not be decided.
    Undecided,
    /// The output of the query that is the statement of this index, and begins in this line.
    Output(usize, u32),
}

impl Dataset<'_> {
    fn title(self) -> String {
        match self {
            Self::Named(name) => escaped(name),
            Self::Undecided => escaped("?"),
            Self::Output(_, line) => format!("query, line {line}"),
        }
    }
}

/// The end of an arrow: a dataset, or one of its columns. The numbers are parts of ids: Mermaid's are words of its own
/// grammar, so users' names are kept out of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum End {
    Dataset(usize),
    Column(usize),
}

impl std::fmt::Display for End {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Dataset(number) => write!(formatter, "t{number}"),
            Self::Column(number) => write!(formatter, "c{number}"),
        }
    }
}

#[derive(Debug, Default)]
struct Chart<'l> {
    /// Each with the numbers and names of its columns.
    datasets: Vec<(Dataset<'l>, Vec<(usize, &'l str)>)>,
    datasets_by_name: HashMap<Dataset<'l>, usize>,
    columns: HashMap<(usize, &'l str), usize>,
    arrows: Vec<(End, End, Transformation)>,
    known: HashSet<(End, End, Transformation)>,
}

impl<'l> Chart<'l> {
    fn dataset(&mut self, dataset: Dataset<'l>) -> usize {
        let next = self.datasets.len();
        let number = *self.datasets_by_name.entry(dataset).or_insert(next);
        if number == next {
            self.datasets.push((dataset, Vec::new()));
        }
        number
    }

    fn end(&mut self, dataset: Dataset<'l>, column: Option<&'l str>) -> End {
        let dataset = self.dataset(dataset);
        let Some(column) = column else { return End::Dataset(dataset) };
        let next = self.columns.len();
        let number = *self.columns.entry((dataset, column)).or_insert(next);
        if number == next
            && let Some((_, columns)) = self.datasets.get_mut(dataset)
        {
            columns.push((number, column));
        }
        End::Column(number)
    }

    fn add(&mut self, statement: &StatementLineage, edge: &'l ColumnEdge) {
        let output = Dataset::Output(statement.index, statement.position.line);
        let from = edge.from.table.as_deref().map_or(Dataset::Undecided, Dataset::Named);
        let to = edge.to.table.as_deref().map_or(output, Dataset::Named);
        let from = self.end(from, edge.from.column.as_deref());
        let to = self.end(to, edge.to.column.as_deref());
        let arrow = (from, to, edge.transformation);
        if self.known.insert(arrow) {
            self.arrows.push(arrow);
        }
    }

    fn text(&self) -> String {
        let mut text = "flowchart LR\n".to_owned();
        for (number, (dataset, columns)) in self.datasets.iter().enumerate() {
            let (id, title) = (End::Dataset(number), dataset.title());
            // Writing to a String does not fail.
            if columns.is_empty() {
                let _ = writeln!(text, "  {id}[\"{title}\"]");
                continue;
            }
            let _ = writeln!(text, "  subgraph {id}[\"{title}\"]");
            for (number, name) in columns {
                let _ = writeln!(text, "    {}[\"{}\"]", End::Column(*number), escaped(name));
            }
            text.push_str("  end\n");
        }
        for (from, to, how) in &self.arrows {
            let _ = match how {
                Transformation::Direct(how) => writeln!(text, "  {from} -->|\"{how}\"| {to}"),
                Transformation::Indirect(how) => writeln!(text, "  {from} -.->|\"{how}\"| {to}"),
            };
        }
        text
    }
}

/// A quoted Mermaid string takes HTML entities; everything that could end it or be markup becomes one.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control()) {
        if c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | '/' | ':' | '(' | ')' | '=') {
            escaped.push(c);
        } else {
            // Writing to a String does not fail.
            let _ = write!(escaped, "#{};", u32::from(c));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ColumnRef, Dialect, Direct, Indirect, Position, StatementKind};

    fn edge(from: (&str, &str), to: (&str, &str), transformation: Transformation) -> ColumnEdge {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let column = |(table, column): (&str, &str)| ColumnRef { table: text(table), column: text(column) };
        ColumnEdge { from: column(from), to: column(to), transformation, masking: false, position: None }
    }

    fn statement(index: usize, target: Option<&str>, sources: &[&str]) -> StatementLineage {
        StatementLineage {
            index,
            kind: StatementKind::Insert,
            position: Position { line: 7, column: 1 },
            target: target.map(str::to_owned),
            location: None,
            sources: sources.iter().map(|&name| name.to_owned()).collect(),
            mapping: Vec::new(),
            edges: Vec::new(),
            dataset_edges: Vec::new(),
            diagnostics: Vec::new(),
            collapsed: false,
        }
    }

    fn chart(statements: Vec<StatementLineage>) -> String {
        mermaid(&ScriptLineage { dialect: Dialect::Ansi, statements, diagnostics: Vec::new() })
    }

    const COPY: Transformation = Transformation::Direct(Direct::Identity);

    #[test]
    fn columns_stand_in_their_datasets() {
        let mut insert = statement(0, Some("t"), &["s", "u"]);
        insert.edges = vec![edge(("s", "a"), ("t", "x"), COPY), edge(("", "b"), ("t", "y"), COPY)];
        insert.dataset_edges = vec![edge(("s", "k"), ("t", ""), Transformation::Indirect(Indirect::Filter))];
        let again = insert.clone();
        let mut query = statement(2, None, &["t"]);
        query.edges = vec![edge(("t", "x"), ("", "x"), COPY)];
        let mut hidden = statement(3, Some("hidden"), &["t"]);
        hidden.collapsed = true;
        let expected = r##"flowchart LR
  subgraph t0["s"]
    c0["a"]
    c4["k"]
  end
  t1["u"]
  subgraph t2["t"]
    c1["x"]
    c3["y"]
  end
  subgraph t3["#63;"]
    c2["b"]
  end
  subgraph t4["query, line 7"]
    c5["x"]
  end
  c0 -->|"IDENTITY"| c1
  c2 -->|"IDENTITY"| c3
  c4 -.->|"FILTER"| t2
  c1 -->|"IDENTITY"| c5
"##;
        assert_eq!(chart(vec![insert, again, query, hidden]), expected);
    }

    #[test]
    fn names_are_no_markup() {
        let name = "\"]\n end <b>#";
        let mut insert = statement(0, Some(name), &[]);
        insert.edges = vec![edge(("s", name), (name, "x"), COPY)];
        let text = chart(vec![insert]);
        assert_eq!(text.matches("[\"#34;#93; end #60;b#62;#35;\"]\n").count(), 2, "{text}");
    }
}
