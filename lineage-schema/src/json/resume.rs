/// Where reading goes on behind a bad value that begins at `start`: behind its last bracket; or else at the next line that
/// begins with a brace and is not indented further than the line in which the value begins. What has no brackets ends with
/// its line, or at a comma.
///
/// Never before the byte of the fault, up to which all was read: no byte is read over and over.
pub(super) fn behind(text: &str, start: usize, fault: usize) -> Option<usize> {
    let (above, value) = text.split_at_checked(start)?;
    let line = above.rfind(['\n', '\r']).map_or(above, |end| above.get(end..).unwrap_or_default());
    let indent = indent(line.trim_start_matches(['\n', '\r']));
    // How many brackets are open; none where brackets tell nothing any more.
    let mut open = Some(0_usize);
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in value.bytes().enumerate() {
        let past = start + at + 1 >= fault;
        let rest = || value.get(at + 1..).unwrap_or_default();
        match byte {
            b'\n' | b'\r' => {
                // No string goes over the end of a line.
                (quoted, escaped) = (false, false);
                let next = rest();
                let spaces = self::indent(next);
                let record = spaces <= indent && next.as_bytes().get(spaces) == Some(&b'{');
                if past && (record || open == Some(0)) {
                    return Some(start + at + 1);
                }
            }
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => open = open.map(|open| open + 1),
            b'}' | b']' => {
                open = open.map(|open| open.saturating_sub(1));
                if open == Some(0) && past {
                    if rest().trim_start_matches([' ', '\t']).starts_with([',', ']', '{', '\n', '\r']) {
                        return Some(start + at + 1);
                    }
                    open = None;
                }
            }
            b',' if open == Some(0) && past && at > 0 => return Some(start + at),
            _ => {}
        }
    }
    None
}

/// How many spaces and tabs a text begins with.
fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}
