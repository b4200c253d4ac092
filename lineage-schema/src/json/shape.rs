use crate::text::{TextKind, TextKinds};

/// How many columns are told apart.
const MAX_COLUMNS: usize = 10_000;
/// How many keys of an object below a record are told apart; the values of further keys count together.
const MAX_KEYS: usize = 1_000;
/// How many fields and items below the columns are told apart.
const MAX_PLACES: usize = 5_000;

/// The kinds of values that were seen at one place, as bits; `null` is none, for every value may be missing.
pub(super) mod kind {
    pub(in crate::json) const BOOL: u8 = 1;
    pub(in crate::json) const NUMBER: u8 = 1 << 1;
    pub(in crate::json) const TEXT: u8 = 1 << 2;
    pub(in crate::json) const LIST: u8 = 1 << 3;
    pub(in crate::json) const OBJECT: u8 = 1 << 4;
    /// An object or a list that is too deep to be followed.
    pub(in crate::json) const DEEP: u8 = 1 << 5;
}

/// All values that were seen at one place.
#[derive(Default)]
pub(super) struct Shape {
    pub(super) kinds: u8,
    /// Whether a text was neither a date nor a time.
    pub(super) plain: bool,
    pub(super) numbers: TextKinds,
    pub(super) moments: TextKinds,
    /// The items of all lists.
    pub(super) item: Option<Box<Shape>>,
    pub(super) object: Option<Box<Object>>,
}

/// All objects that were seen at one place, in the order in which their keys were first seen.
#[derive(Default)]
pub(super) struct Object {
    pub(super) fields: Vec<(Box<str>, Shape)>,
    /// The fields by name. There are few enough of them for a sorted list to be as quick as a hash.
    sorted: Vec<u32>,
    /// The values of all keys beyond those that are told apart.
    pub(super) rest: Option<Box<Shape>>,
    /// Whether the objects are the records.
    pub(super) records: bool,
}

/// What is left of the bounds of memory, and what did not fit into them.
pub(super) struct Room {
    places: usize,
    pub(super) notes: Notes,
}

/// What was not followed.
#[derive(Clone, Copy, Default)]
pub(super) struct Notes {
    pub(super) truncated: bool,
    pub(super) too_deep: bool,
}

impl Notes {
    pub(super) fn add(&mut self, other: Self) {
        self.truncated |= other.truncated;
        self.too_deep |= other.too_deep;
    }
}

impl Default for Room {
    fn default() -> Self {
        Self { places: MAX_PLACES, notes: Notes::default() }
    }
}

impl Room {
    /// Takes a place, if one is left.
    fn take(&mut self) -> bool {
        let left = self.places.checked_sub(1);
        self.places = left.unwrap_or_default();
        self.notes.truncated |= left.is_none();
        left.is_some()
    }
}

impl Shape {
    pub(super) fn add_number(&mut self, number: &[u8]) {
        self.kinds |= kind::NUMBER;
        self.numbers.add(TextKind::of(number));
    }

    pub(super) fn add_text(&mut self, text: &str) {
        self.kinds |= kind::TEXT;
        if !self.plain {
            match TextKind::moment(text.as_bytes()) {
                Some(moment) => self.moments.add(moment),
                None => self.plain = true,
            }
        }
    }

    /// The shape of the items, if there is room to tell it.
    pub(super) fn item(&mut self, room: &mut Room) -> Option<&mut Self> {
        self.kinds |= kind::LIST;
        if self.item.is_none() && room.take() {
            self.item = Some(Box::default());
        }
        self.item.as_deref_mut()
    }

    pub(super) fn object(&mut self) -> &mut Object {
        self.kinds |= kind::OBJECT;
        self.object.get_or_insert_default()
    }

    /// Adds all that was seen at another place. No shape is deeper than the walk goes.
    pub(super) fn merge(&mut self, other: Self, room: &mut Room) {
        self.kinds |= other.kinds;
        self.plain |= other.plain;
        self.numbers.join(other.numbers);
        self.moments.join(other.moments);
        if let Some(theirs) = other.item
            && let Some(ours) = self.item(room)
        {
            ours.merge(*theirs, room);
        }
        if let Some(theirs) = other.object {
            self.object().merge(*theirs, room);
        }
    }
}

impl Object {
    pub(super) fn of_records() -> Self {
        Self { records: true, ..Self::default() }
    }

    /// Which field has this name, most probably the `expected` one; a new field, if there is room for one.
    pub(super) fn place(&mut self, name: &str, expected: usize, room: &mut Room) -> usize {
        if self.fields.get(expected).is_some_and(|(known, _)| **known == *name) {
            return expected;
        }
        let name_of = |at: &u32| self.fields.get(*at as usize).map(|(name, _)| &**name);
        match self.sorted.binary_search_by(|at| name_of(at).cmp(&Some(name))) {
            Ok(found) => self.sorted.get(found).map_or(usize::MAX, |at| *at as usize),
            Err(sorted) => {
                let at = self.fields.len();
                let fits = if self.records { at < MAX_COLUMNS } else { at < MAX_KEYS && room.take() };
                if let Ok(index) = u32::try_from(at)
                    && fits
                {
                    self.sorted.insert(sorted, index);
                    self.fields.push((name.into(), Shape::default()));
                }
                at
            }
        }
    }

    /// The values of the field at a place, or of all fields for which there was none, if there is room to tell them.
    pub(super) fn field(&mut self, at: usize, room: &mut Room) -> Option<&mut Shape> {
        if let Some((_, shape)) = self.fields.get_mut(at) {
            return Some(shape);
        }
        if self.records {
            room.notes.truncated = true;
        } else if self.rest.is_none() && room.take() {
            self.rest = Some(Box::default());
        }
        self.rest.as_deref_mut()
    }

    /// Adds all that other objects had.
    pub(super) fn merge(&mut self, other: Self, room: &mut Room) {
        let mut expected = 0;
        for (name, shape) in other.fields {
            let at = self.place(&name, expected, room);
            if let Some(field) = self.field(at, room) {
                field.merge(shape, room);
            }
            expected = at.saturating_add(1);
        }
        if let Some(theirs) = other.rest
            && let Some(ours) = self.field(usize::MAX, room)
        {
            ours.merge(*theirs, room);
        }
    }
}
