/// The names of the fields of a struct, or of one inside it at the end of a path, by the text of its type:
/// `STRUCT<a INT, b STRING>`, `struct<a:int,b:string>`, `ROW(a integer, b varchar)`. Empty for any other type.
pub(super) fn fields<'k>(mut kind: &'k str, path: &[&str]) -> Vec<&'k str> {
    for step in path {
        let inner = typed(kind).into_iter().find(|(name, _)| name.eq_ignore_ascii_case(step));
        let Some((_, inner)) = inner else { return Vec::new() };
        kind = inner;
    }
    typed(kind).into_iter().map(|(name, _)| name).collect()
}

/// The names and types of the fields of a struct.
fn typed(kind: &str) -> Vec<(&str, &str)> {
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
                names.extend(inner.get(start..at).and_then(field));
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

/// A field's name and type.
fn field(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let (name, kind) = match text.strip_prefix(['"', '`']) {
        Some(quoted) => quoted.split_once(['"', '`'])?,
        None => text.split_once([':', ' ']).unwrap_or((text, "")),
    };
    (!name.is_empty()).then(|| (name, kind.trim_start_matches([':', ' '])))
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
            assert_eq!(fields(kind, &[]), names, "{kind}");
        }
        let nested = "STRUCT<a INT, b STRUCT<c INT, `d e` STRUCT<f INT>>>";
        assert_eq!(fields(nested, &["B"]), ["c", "d e"]);
        assert_eq!(fields(nested, &["b", "d e"]), ["f"]);
        assert_eq!(fields(nested, &["a"]), [""; 0]);
    }
}
