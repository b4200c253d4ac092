use std::borrow::Cow;

/// The text with quotes in front of the spaces that are before them, at the beginning of a value: many programs write
/// `1, "a, b"`, and for RFC 4180 the quotes of that are part of the value. The spaces become part of it instead, so that
/// everything else stays where it is.
pub(super) fn into_quotes(text: &[u8], delimiter: u8, quote: u8, escape: Option<u8>) -> Cow<'_, [u8]> {
    let mut moved = Cow::Borrowed(text);
    if delimiter == b' ' || !text.windows(2).any(|pair| pair == [b' ', quote]) {
        return moved;
    }
    let ends_value = |byte: u8| byte == delimiter || matches!(byte, b'\n' | b'\r');
    let mut at = 0;
    while let Some(rest @ [_, ..]) = text.get(at..) {
        let spaces = rest.iter().take_while(|byte| **byte == b' ').count();
        let value = rest.get(spaces..).unwrap_or_default();
        let mut skipped = 0;
        if value.first() == Some(&quote) {
            // One that is not closed is all the rest.
            let Some(length) = quoted(value, quote, escape) else { break };
            if spaces == 0 {
                skipped = length;
            } else if value.iter().skip(length).find(|byte| **byte != b' ').is_none_or(|byte| ends_value(*byte))
                && let Some(bytes) = moved.to_mut().get_mut(at..=at + spaces)
            {
                bytes.rotate_right(1);
                skipped = spaces + length;
            }
        }
        let rest = rest.get(skipped..).unwrap_or_default();
        at += skipped + rest.iter().position(|byte| ends_value(*byte)).unwrap_or(rest.len()) + 1;
    }
    moved
}

/// How long a quoted value is, with its quotes, if it is closed.
fn quoted(value: &[u8], quote: u8, escape: Option<u8>) -> Option<usize> {
    let mut at = 1;
    loop {
        let byte = *value.get(at)?;
        let doubled = byte == quote && value.get(at + 1) == Some(&quote);
        match byte {
            _ if doubled || Some(byte) == escape => at += 2,
            _ if byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}
