//! ARCHITECTURE.md names real places, and files stay small enough to be read.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn every_path_that_architecture_names_exists() {
    let Ok(text) = fs::read_to_string(root().join("ARCHITECTURE.md")) else {
        eprintln!("skipped: the crate stands alone, without the workspace's ARCHITECTURE.md");
        return;
    };
    let quoted = text.split('`').skip(1).step_by(2);
    let paths: Vec<_> = quoted.filter(|text| text.contains('/') && !text.contains([' ', ':', '{', '<'])).collect();
    assert!(paths.len() > 25, "the map got short: {paths:?}");
    for path in paths {
        assert!(root().join(path).exists(), "ARCHITECTURE.md names {path}, which is not there");
    }
}

#[test]
fn no_file_is_longer_than_anyone_reads() {
    let mut open = ["lineage-model", "lineage-aws", "lineage-schema", "lineage-sql", "lineage-http"]
        .map(|name| root().join(name).join("src"))
        .to_vec();
    let mut lengths = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
                lengths.push((code.lines().count(), path));
            }
        }
    }
    let long: Vec<_> = lengths.iter().filter(|(lines, _)| *lines > 300).collect();
    assert!(long.len() * 10 <= lengths.len() && lengths.iter().all(|(lines, _)| *lines <= 500), "{long:?}");
}
