/// Masks the literals of a query that may come in pieces: a `Std:Join` puts values between them, within quotes too.
#[derive(Debug, Default)]
pub(super) struct SqlLiterals {
    state: State,
    backslash_escapes: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Code,
    /// Within quotes of a name: `"` or a backtick.
    Name(char),
    Literal {
        escapes: bool,
    },
    LineComment,
    BlockComment,
}

impl SqlLiterals {
    pub(super) fn new(backslash_escapes: bool) -> Self {
        Self { state: State::Code, backslash_escapes }
    }

    /// The next piece, with `***` for the content of each literal and without comments. Numbers stay: they may stand
    /// for columns (`ORDER BY 2`).
    pub(super) fn mask(&mut self, piece: &str) -> String {
        let mut masked = String::with_capacity(piece.len());
        let mut chars = piece.chars().peekable();
        let mut hidden = false;
        let mut before = [' '; 2];
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            match (self.state, c) {
                (State::Code, '-') if next == Some('-') => self.state = State::LineComment,
                (State::Code, '/') if next == Some('*') => {
                    chars.next();
                    self.state = State::BlockComment;
                }
                (State::Code, _) => {
                    masked.push(c);
                    match c {
                        // E'…' is PostgreSQL's literal with escapes.
                        '\'' => {
                            let prefixed = matches!(before, [a, 'e' | 'E'] if !a.is_alphanumeric() && a != '_');
                            self.state = State::Literal { escapes: self.backslash_escapes || prefixed };
                        }
                        '"' | '`' => self.state = State::Name(c),
                        _ => {}
                    }
                }
                (State::Name(quote), _) => {
                    masked.push(c);
                    if c == quote {
                        self.state = State::Code;
                    }
                }
                (State::Literal { escapes: true }, '\\') => {
                    hidden = true;
                    chars.next();
                }
                (State::Literal { .. }, '\'') if next == Some('\'') => {
                    hidden = true;
                    chars.next();
                }
                (State::Literal { .. }, '\'') => {
                    masked.push_str(if std::mem::take(&mut hidden) { "***'" } else { "'" });
                    self.state = State::Code;
                }
                (State::Literal { .. }, _) => hidden = true,
                (State::LineComment, '\n') => {
                    masked.push('\n');
                    self.state = State::Code;
                }
                (State::BlockComment, '*') if next == Some('/') => {
                    chars.next();
                    masked.push(' ');
                    self.state = State::Code;
                }
                (State::LineComment | State::BlockComment, _) => {}
            }
            before = [before[1], c];
        }
        if hidden {
            masked.push_str("***");
        }
        masked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sql: &str, expected: &str) {
        assert_eq!(SqlLiterals::default().mask(sql), expected);
        assert_eq!(SqlLiterals::default().mask(expected), expected);
    }

    #[test]
    fn literals_and_comments_go() {
        check(
            "SELECT 'a', \"b'c\", 1 FROM t WHERE x = '' AND y = 'it''s'",
            "SELECT '***', \"b'c\", 1 FROM t WHERE x = '' AND y = '***'",
        );
        check("SELECT a -- don't\nFROM /* it's */ t", "SELECT a \nFROM   t");
        check("SELECT 'C:\\' , E'it\\'s x', a - -1", "SELECT '***' , E'***', a - -1");
        check("SELECT `it's`, 'open", "SELECT `it's`, '***");
    }

    #[test]
    fn pieces_share_their_quotes() {
        let mut sql = SqlLiterals::default();
        assert_eq!(sql.mask("SELECT a FROM t WHERE d = 'x"), "SELECT a FROM t WHERE d = '***");
        assert_eq!(sql.mask("y' AND b = 'z'"), "***' AND b = '***'");
    }

    #[test]
    fn redshift_escapes_with_backslashes() {
        assert_eq!(SqlLiterals::new(true).mask("a = 'it\\'s' AND b = 'c'"), "a = '***' AND b = '***'");
    }
}
