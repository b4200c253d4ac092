//! Inputs that the benchmarks share.

/// A definition that the SageMaker SDK built: process, train, evaluate, register.
const ABALONE: &str = include_str!("../../lineage-model/tests/fixtures/abalone.json");

/// A definition of about `bytes` bytes: the same pipeline over and over, each copy with names of its own.
#[must_use]
pub fn definition(bytes: usize) -> String {
    let (head, steps) = ABALONE.split_once("\"Steps\":").unwrap_or_default();
    let steps = steps.trim().trim_end_matches('}').trim().trim_start_matches('[').trim_end_matches(']');
    let copies = (bytes / steps.len()).max(1);
    let renamed = |copy: usize| {
        let steps = steps.replace("Abalone", &format!("Abalone{copy}"));
        steps.replace("abalone", &format!("abalone{copy}"))
    };
    let copies: Vec<String> = (0..copies).map(renamed).collect();
    format!("{head}\"Steps\":[{}]}}", copies.join(","))
}
