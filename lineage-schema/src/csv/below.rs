use arrow_schema::DataType;

use crate::text::{TextKind, TextKinds};

use super::names::{are_alike, is_figure, is_missing, is_name, is_plain, is_prose, is_title, is_word, year};

/// What is below one value of the first record.
#[derive(Clone, Default)]
pub(super) struct Below {
    kinds: TextKinds,
    /// Whether the same value occurs again; of a lone column, its first word.
    pub(super) again: bool,
    /// How many values there are; those that stand for none are not counted.
    pub(super) count: usize,
    /// How many of them are rather numbers than words.
    figures: usize,
    /// How many are one word.
    words: usize,
    /// How many are sentences.
    prose: usize,
    /// How many are addresses of mail.
    addresses: usize,
    /// How many are written as the value above: letters where it has letters, digits where it has digits.
    alike: usize,
    /// How many begin with a digit.
    numbered: usize,
    /// How many may be years.
    pub(super) years: usize,
    /// How many count the rows, from zero and from one on.
    counts: [usize; 2],
}

impl Below {
    pub(super) fn add(&mut self, value: &[u8], kind: TextKind, above: &[u8]) {
        self.kinds.add(kind);
        if kind == TextKind::Null || is_missing(value) {
            return;
        }
        for (from, counts) in self.counts.iter_mut().enumerate() {
            *counts += usize::from(number(value) == Some(self.count + from));
        }
        self.count += 1;
        self.figures += usize::from(is_figure(value));
        self.words += usize::from(is_word(value));
        self.prose += usize::from(is_prose(value));
        self.addresses += usize::from(value.contains(&b'@'));
        self.alike += usize::from(are_alike(value, above));
        self.numbered += usize::from(is_numbered(value));
        self.years += usize::from(year(value).is_some());
    }

    /// Whether a name above them is one because they are none: numbers, dates and the like.
    pub(super) fn tell(&self, above: &[u8]) -> bool {
        match TextKind::of(above) {
            TextKind::Date => {
                matches!(self.kinds.data_type(), DataType::Int64 | DataType::Float64 | DataType::Decimal128(..))
            }
            _ => is_name(above) && self.kinds.is_typed(),
        }
    }

    /// Whether they are texts, but such as no name is: codes, amounts, dates of any kind.
    pub(super) fn are_figures(&self) -> bool {
        self.count > 1 && self.figures == self.count
    }

    /// Whether a text above them may be the name of this column, at `index` among others. A row's number has no name,
    /// nor has a column without values.
    pub(super) fn allow(&self, above: &[u8], index: usize) -> bool {
        if above.trim_ascii().is_empty() {
            return self.count == 0 || index == 0 && self.counts.contains(&self.count) && !self.kinds.nulls();
        }
        let sentence = is_prose(above) && 2 * self.prose > self.count;
        is_name(above) && !sentence && !self.are_like(above)
    }

    /// Whether a figure above them is written as most of them are, `C001` above `C002`, or begins with a digit as they do,
    /// `5 kg` above `12 kg`.
    fn are_like(&self, above: &[u8]) -> bool {
        is_figure(above) && 2 * self.alike > self.count || is_numbered(above) && 2 * self.numbered > self.count
    }

    /// Whether a text above them may be the name of the only column. Several words may as well be prose or somebody's
    /// name, unless each value below is one word: those are of one kind, as a card with an address is not.
    pub(super) fn allow_alone(&self, above: &[u8]) -> bool {
        let words = self.count > 1 && self.words == self.count && [0, self.count].contains(&self.addresses);
        is_name(above) && !self.are_like(above) && (is_plain(above) || words && is_title(above))
    }
}

fn is_numbered(value: &[u8]) -> bool {
    value.trim_ascii_start().first().is_some_and(u8::is_ascii_digit)
}

fn number(value: &[u8]) -> Option<usize> {
    std::str::from_utf8(value.trim_ascii()).ok()?.parse().ok()
}
