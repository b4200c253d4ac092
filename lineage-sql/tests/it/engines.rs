use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use lineage_sql::{Catalog, ColumnEdge, Position, SqlRequest, StatementLineage, TableColumns, Transformation};
use serde::Serialize;

/// The first words of lines that begin what is said of a statement.
const KINDS: &[&str] = &[
    "select",
    "insert",
    "create-table",
    "create-view",
    "merge",
    "update",
    "delete",
    "select-into",
    "unload",
    "copy",
    "other",
    "error",
];

/// A script with all that is to be said of it, as `tests/fixtures/README.md` tells.
#[derive(Default)]
struct Case {
    title: String,
    request: SqlRequest,
    /// Statement by statement.
    expected: Vec<BTreeSet<String>>,
}

#[test]
fn athena() {
    check("athena", 60);
}

#[test]
fn trino() {
    check("trino", 40);
}

/// Checks all cases of a dialect, of which there are at least so many.
fn check(dialect: &str, least: usize) {
    let folder = Path::new("tests/fixtures").join(dialect);
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect::<BTreeSet<_>>();
    let cases: Vec<Case> = files.iter().flat_map(|file| cases(&fs::read_to_string(file).unwrap(), dialect)).collect();
    assert!(cases.len() >= least, "{} cases", cases.len());
    let mut wrong = 0;
    for Case { title, request, expected } in &cases {
        let ours = request.lineage().unwrap();
        for statement in &ours.statements {
            check_mapping(statement);
            // Columns that are known may go by other names where they are used.
            if request.schemas.is_empty() {
                check_positions(statement, &request.sql);
            }
        }
        let ours: Vec<BTreeSet<String>> = ours.statements.iter().map(lines).collect();
        if ours != *expected {
            wrong += 1;
            println!("\n# {dialect}: {title}\n{}", request.sql);
            for place in 0..ours.len().max(expected.len()) {
                let empty = BTreeSet::new();
                let [ours, expected] = [&ours, expected].map(|all| all.get(place).unwrap_or(&empty));
                expected.difference(ours).for_each(|line| println!("  missing  {line}"));
                ours.difference(expected).for_each(|line| println!("  surplus  {line}"));
            }
        }
    }
    assert_eq!(wrong, 0, "of {} cases", cases.len());
}

/// The plain view says what the DIRECT edges say.
fn check_mapping(statement: &StatementLineage) {
    let direct = statement.edges.iter().filter(|edge| matches!(edge.transformation, Transformation::Direct(_)));
    let edges: BTreeSet<(String, String)> = direct.map(|edge| (name(&edge.to), source(edge))).collect();
    let mapping = statement.mapping.iter().flat_map(|to| to.from.iter().map(|from| (to.to.clone(), from.clone())));
    assert_eq!(mapping.collect::<BTreeSet<_>>(), edges);
}

/// Where an edge says that the text names its source, it does.
fn check_positions(statement: &StatementLineage, sql: &str) {
    for edge in statement.edges.iter().chain(&statement.dataset_edges) {
        let Some(Position { line, column }) = edge.position else { continue };
        let line = sql.lines().nth(line as usize - 1).unwrap();
        let rest: String = line.chars().skip(column as usize - 1).collect();
        let named = rest.trim_start_matches(['"', '`']).to_lowercase();
        assert!(named.starts_with(edge.from.column.as_deref().unwrap()), "{edge:?} in {rest:?}");
    }
}

fn cases(text: &str, dialect: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("-- # ") {
            let request = SqlRequest { dialect: Some(dialect.into()), ..SqlRequest::default() };
            cases.push(Case { title: title.into(), request, ..Case::default() });
        }
        let case = cases.last_mut().unwrap();
        if let Some(setting) = line.strip_prefix("-- @ ") {
            set(&mut case.request, setting);
        } else if let Some(expected) = line.strip_prefix("-- > ") {
            if KINDS.contains(&expected.split(' ').next().unwrap()) {
                case.expected.push(BTreeSet::new());
            }
            case.expected.last_mut().unwrap().extend(each(expected));
        } else if !line.starts_with("-- # ") {
            case.request.sql += line;
            case.request.sql += "\n";
        }
    }
    cases
}

fn set(request: &mut SqlRequest, setting: &str) {
    match setting.split_once(' ').unwrap_or((setting, "")) {
        ("collapse", _) => request.collapse_temporary = true,
        ("catalog", name) => request.default_catalog = Some(name.into()),
        ("schema", name) => request.default_schema = Some(name.into()),
        ("table", table) => {
            let (name, columns) = table.split_once('(').unwrap();
            let columns = columns.trim_end_matches(')').split(", ").map(str::to_owned).collect();
            request.schemas.extend(Catalog::from([(name.to_owned(), TableColumns::Names(columns))]));
        }
        other => unreachable!("{other:?}"),
    }
}

/// The lines that a line with several sources stands for.
fn each(line: &str) -> Vec<String> {
    let (to, from, how) = match line.split_once(" <- ") {
        Some((to, rest)) => {
            let masked = if rest.ends_with(" masked") { " masked" } else { "" };
            let (from, how) = rest.trim_end_matches(" masked").rsplit_once(' ').unwrap();
            (format!("{to} <- "), from, format!(" {how}{masked}"))
        }
        None => match line.split_once(' ') {
            Some((word, from)) => (format!("{word} "), from, String::new()),
            None => (String::new(), line, String::new()),
        },
    };
    from.split(", ").map(|from| format!("{to}{from}{how}")).collect()
}

/// What is said of a statement.
fn lines(statement: &StatementLineage) -> BTreeSet<String> {
    let target = statement.target.as_ref();
    let mut lines =
        BTreeSet::from([[word(statement.kind), target.cloned().unwrap_or_default()].join(" ").trim().into()]);
    lines.extend(statement.location.iter().map(|location| format!("location {location}")));
    lines.extend(statement.collapsed.then(|| "collapsed".into()));
    lines.extend(statement.sources.iter().map(|source| format!("reads {source}")));
    for edge in &statement.edges {
        // Edges of a statement go to its target.
        let to = if edge.to.table.as_ref() == target { edge.to.column.clone().unwrap() } else { name(&edge.to) };
        lines.insert(format!("{to} <- {} {}", source(edge), how(edge)));
    }
    for edge in &statement.dataset_edges {
        assert_eq!((&edge.to.table, &edge.to.column), (&statement.target, &None));
        lines.insert(format!("{} {}", how(edge), source(edge)));
    }
    lines.extend(statement.diagnostics.iter().map(|diagnostic| format!("diagnostic {}", word(diagnostic.code))));
    lines
}

fn source(edge: &ColumnEdge) -> String {
    let table = edge.from.table.clone().unwrap_or("?".into());
    name(&lineage_sql::ColumnRef { table: Some(table), column: edge.from.column.clone() })
}

/// A column with its table, if it has one.
fn name(column: &lineage_sql::ColumnRef) -> String {
    let column = (column.table.as_deref(), column.column.as_deref());
    [column.0, column.1].into_iter().flatten().collect::<Vec<_>>().join(".")
}

fn how(edge: &ColumnEdge) -> String {
    let subtype = match edge.transformation {
        Transformation::Direct(subtype) => word(subtype),
        Transformation::Indirect(subtype) => word(subtype),
    };
    subtype + if edge.masking { " masked" } else { "" }
}

/// A name as JSON has it, in lower case with hyphens.
fn word(named: impl Serialize) -> String {
    serde_json::to_value(named).unwrap().as_str().unwrap().to_lowercase().replace('_', "-")
}
