use lineage_model::redact;

/// A name as it may be told: an output column without an alias has the text of its expression, in which literals may
/// hold anything.
pub(super) fn told(name: &str) -> String {
    let name = redact::text(name);
    if is_name(&name) { name.into_owned() } else { without_literals(&name) }
}

/// Whether it is one name, or a URI, rather than an expression.
fn is_name(name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "_$#@.:/{}?* -".contains(c);
    let is_uri = name.contains("://");
    (is_uri && !name.contains(['\'', '"']))
        || name.chars().all(is_part) && ![" - ", " / ", " * "].iter().any(|sign| name.contains(sign))
}

/// An expression with `***` in place of texts and numbers.
fn without_literals(expression: &str) -> String {
    let mut told = String::with_capacity(expression.len());
    let mut chars = expression.chars().peekable();
    let mut is_in_word = false;
    while let Some(c) = chars.next() {
        if matches!(c, '\'' | '"') {
            told.extend([c, '*', '*', '*', c]);
            // What is written here has its quotes doubled, or behind a backslash.
            while let Some(next) = chars.next() {
                match next {
                    '\\' => drop(chars.next()),
                    next if next == c && chars.peek() == Some(&c) => drop(chars.next()),
                    next if next == c => break,
                    _ => {}
                }
            }
        } else if c.is_ascii_digit() && !is_in_word {
            told.push_str("***");
            while chars.next_if(|next| next.is_ascii_alphanumeric() || *next == '.').is_some() {}
        } else {
            told.push(c);
        }
        is_in_word = c.is_alphanumeric() || c == '_';
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_not_told() {
        for (name, expected) in [
            ("order_id", "order_id"),
            ("order id-2", "order id-2"),
            ("db.t_{Parameters.X}", "db.t_{Parameters.X}"),
            ("s3://lake/a b/'x", "s3://lake/a b/'***'"),
            ("s3://lake/dt=2024-01-01/a(1)", "s3://lake/dt=2024-01-01/a(1)"),
            ("count(*)", "count(*)"),
            ("b || 'q'", "b || '***'"),
            ("f(a, 'it''s', \"x\\\"y\", 4111)", "f(a, '***', \"***\", ***)"),
            ("a1 + 1.5e3", "a1 + ***"),
            ("a - 42", "a - ***"),
            ("concat(a, 'open", "concat(a, '***'"),
            ("AKIAIOSFODNN7EXAMPLE", "***"),
        ] {
            assert_eq!(told(name), expected, "{name}");
        }
    }
}
