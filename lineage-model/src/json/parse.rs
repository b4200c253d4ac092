//! Fills a tape from a text, with a stack of its own in place of recursion.

use jiter::{Jiter, JiterError, Peek};

use super::{Node, Tag, Tape};

/// Deeper than any text within the size limit that says something: 65,536 open brackets.
const MAX_DEPTH: usize = 1 << 16;

/// Why a text is no JSON.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    /// Counted from 1.
    pub(crate) line: u64,
    /// Counted from 1, in characters.
    pub(crate) column: u64,
    pub(crate) message: String,
}

impl SyntaxError {
    fn new(text: &str, Refused { at, message }: Refused) -> Self {
        let before = text.get(..text.floor_char_boundary(at)).unwrap_or_default();
        let (mut line, mut column) = (1, 1);
        for c in before.chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        Self { line, column, message }
    }
}

impl<'a> Tape<'a> {
    /// Reads a JSON text, whatever its depth up to [`MAX_DEPTH`].
    pub(crate) fn parse(text: &'a str) -> Result<Self, SyntaxError> {
        // Some editors begin a file with a byte order mark.
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let tape = Self { text, nodes: Vec::new(), decoded: Vec::new() };
        let filler = Filler { parser: Jiter::new(text.as_bytes()), tape, open: Vec::new() };
        filler.fill().map_err(|refused| SyntaxError::new(text, refused))
    }
}

/// What the parser refuses, and the byte where it does.
struct Refused {
    at: usize,
    message: String,
}

impl From<JiterError> for Refused {
    fn from(error: JiterError) -> Self {
        Self { at: error.index, message: error.error_type.to_string() }
    }
}

struct Filler<'a> {
    parser: Jiter<'a>,
    tape: Tape<'a>,
    /// The arrays and objects that are not closed yet, by their index, with their tag.
    open: Vec<(usize, Tag)>,
}

impl<'a> Filler<'a> {
    fn fill(mut self) -> Result<Tape<'a>, Refused> {
        let mut next = Some(self.parser.peek()?);
        loop {
            match next {
                Some(Peek::Array) => {
                    self.open(Tag::Array)?;
                    next = self.parser.known_array()?;
                    continue;
                }
                Some(Peek::Object) => {
                    self.open(Tag::Object)?;
                    let key = self.parser.known_object()?.map(|key| self.tape.push_text(key));
                    next = key.map(|()| self.parser.peek()).transpose()?;
                    continue;
                }
                Some(leaf) => self.leaf(leaf)?,
                None => self.close(),
            }
            // A value has ended; what may follow depends on what holds it.
            next = match self.open.last() {
                Some((_, Tag::Array)) => self.parser.array_step()?,
                Some(_) => {
                    let key = self.parser.next_key()?.map(|key| self.tape.push_text(key));
                    key.map(|()| self.parser.peek()).transpose()?
                }
                None => {
                    self.parser.finish()?;
                    return Ok(self.tape);
                }
            };
        }
    }

    fn leaf(&mut self, peek: Peek) -> Result<(), Refused> {
        match peek {
            Peek::String => self.tape.push_text(self.parser.known_str()?),
            Peek::Null => {
                self.parser.known_null()?;
                self.tape.push(Tag::Null, 0, 0);
            }
            Peek::True | Peek::False => {
                let tag = if self.parser.known_bool(peek)? { Tag::True } else { Tag::False };
                self.tape.push(tag, 0, 0);
            }
            number => {
                let start = self.parser.current_index();
                let length = self.parser.known_number_bytes(number)?.len();
                self.tape.push(Tag::Number, index(start), index(length));
            }
        }
        Ok(())
    }

    fn open(&mut self, tag: Tag) -> Result<(), Refused> {
        if self.open.len() == MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} open brackets");
            return Err(Refused { at: self.parser.current_index(), message });
        }
        self.open.push((self.tape.nodes.len(), tag));
        self.tape.push(tag, 0, 0);
        Ok(())
    }

    fn close(&mut self) {
        let end = index(self.tape.nodes.len());
        if let Some(node) = self.open.pop().and_then(|(at, _)| self.tape.nodes.get_mut(at)) {
            node.a = end;
        }
    }
}

impl Tape<'_> {
    fn push(&mut self, tag: Tag, a: u32, b: u32) {
        self.nodes.push(Node { tag, a, b });
    }

    fn push_text(&mut self, text: &str) {
        // The parser lends a slice of our text wherever there was nothing to unescape.
        let offset = (text.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        if offset <= self.text.len() {
            self.push(Tag::Text, index(offset), index(text.len()));
        } else {
            self.push(Tag::Decoded, index(self.decoded.len()), 0);
            self.decoded.push(text.into());
        }
    }
}

/// Texts are capped far below 4 GiB before they are parsed.
fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
