use std::collections::BTreeMap;

use super::*;

/// The statements of a corpus file, if it is there.
fn corpus(file: &str) -> Option<Vec<serde_json::Value>> {
    let path = format!("{}/../../shared/corpus/sql/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).ok()?;
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[test]
fn acceptance() {
    for file in ["parse_sqlfluff.jsonl", "parse_sqlglot.jsonl"] {
        let Some(records) = corpus(file) else {
            println!("no {file}: nothing is tested");
            return;
        };
        let show = std::env::var("SHOW").unwrap_or_default();
        let counts = crate::stack::on_big_stack(|| {
            let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
            for record in &records {
                let name = record["dialect"].as_str().unwrap();
                let dialect = name.parse().unwrap_or_default();
                let script = parse(record["sql"].as_str().unwrap(), Some(dialect));
                let errors: Vec<_> = script.statements.iter().flat_map(|statement| &statement.errors).collect();
                let count = counts.entry(name.to_owned()).or_default();
                count.0 += usize::from(errors.is_empty());
                count.1 += 1;
                if show == name && !errors.is_empty() {
                    println!(
                        "{} {}\n   {}\n  -> {:?} {:?}",
                        file,
                        record["id"],
                        record["sql"].as_str().unwrap(),
                        errors[0].message,
                        errors[0].position
                    );
                }
            }
            counts
        })
        .unwrap();
        for (dialect, (accepted, all)) in counts {
            println!("{file} {dialect}: {accepted}/{all} {:.1} %", 100.0 * accepted as f64 / all as f64);
        }
    }
}
