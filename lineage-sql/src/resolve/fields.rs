/// The names of the fields of a struct, by the text of its type: `STRUCT<a INT, b STRING>`, `struct<a:int,b:string>`,
/// `ROW(a integer, b varchar)`. Empty for any other type.
pub(super) fn fields(kind: &str) -> Vec<&str> {
    let kind = kind.trim();
    let word = kind.find(['<', '(']).unwrap_or(kind.len());
    let (head, rest) = kind.split_at(word);
    if !["struct", "row", "record"].iter().any(|name| head.trim().eq_ignore_ascii_case(name)) {
        return Vec::new();
    }
    let inner = rest.strip_prefix(['<', '(']).and_then(|rest| rest.strip_suffix(['>', ')'])).unwrap_or_default();
    let (mut depth, mut quoted, mut start) = (0_usize, false, 0);
    let mut names = Vec::new();
    for (at, character) in inner.char_indices().chain([(inner.len(), ',')]) {
        match character {
            '"' | '`' => quoted = !quoted,
            _ if quoted => {}
            '<' | '(' => depth += 1,
            '>' | ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                names.extend(inner.get(start..at).and_then(name));
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

/// The name in front of a field's type.
fn name(field: &str) -> Option<&str> {
    let field = field.trim();
    let name = match field.strip_prefix(['"', '`']) {
        Some(quoted) => quoted.split(['"', '`']).next()?,
        None => field.split([':', ' ']).next()?,
    };
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structs_have_fields() {
        for (kind, names) in [
            ("STRUCT<a_1 INT, b_1 VARCHAR>", &["a_1", "b_1"][..]),
            ("struct<a:int,b:struct<c:int,d:int>,e:decimal(10,2)>", &["a", "b", "e"]),
            ("row(x integer, y array(row(z integer)))", &["x", "y"]),
            ("STRUCT<\"foo bar\" INT>", &["foo bar"]),
            ("array<struct<a:int>>", &[]),
            ("int", &[]),
            ("struct<", &[]),
            ("", &[]),
        ] {
            assert_eq!(fields(kind), names, "{kind}");
        }
    }
}
