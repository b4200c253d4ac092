use std::collections::HashSet;

use jiter::{Jiter, JiterResult, Peek};

use super::shape::{Object, Room, Shape, kind};
use crate::limits::MAX_LEVELS;

/// How deep objects and lists are followed; also what keeps the recursion shallow. Each may be the member of a union,
/// which is a level of its own.
pub(super) const MAX_DEPTH: usize = MAX_LEVELS / 2;

/// Reads values into shapes.
pub(super) struct Walk<'a> {
    /// Texts that stand for a missing value.
    pub(super) nulls: &'a HashSet<Box<[u8]>>,
    pub(super) room: Room,
}

impl Walk<'_> {
    /// Reads an object whose brace is next, at a depth below the record.
    pub(super) fn object(&mut self, json: &mut Jiter<'_>, object: &mut Object, depth: usize) -> JiterResult<()> {
        let mut next = json.known_object()?.map(|key| object.place(key, 0, &mut self.room));
        while let Some(at) = next {
            let peek = json.peek()?;
            match object.field(at, &mut self.room) {
                Some(field) => self.value(json, peek, field, depth + 1)?,
                None => skip(json, peek)?,
            }
            let expected = at.saturating_add(1);
            next = json.next_key()?.map(|key| object.place(key, expected, &mut self.room));
        }
        Ok(())
    }

    fn value(&mut self, json: &mut Jiter<'_>, peek: Peek, shape: &mut Shape, depth: usize) -> JiterResult<()> {
        match peek {
            Peek::Null => json.known_null()?,
            Peek::True | Peek::False => {
                json.known_bool(peek)?;
                shape.kinds |= kind::BOOL;
            }
            Peek::String => {
                let text = json.known_str()?;
                if !text.is_empty() && !self.nulls.contains(text.as_bytes()) {
                    shape.add_text(text);
                }
            }
            Peek::Array | Peek::Object if depth == MAX_DEPTH => {
                shape.kinds |= kind::DEEP;
                self.room.notes.too_deep = true;
                skip(json, peek)?;
            }
            Peek::Array => self.list(json, shape, depth)?,
            Peek::Object => self.object(json, shape.object(), depth)?,
            number => shape.add_number(json.known_number_bytes(number)?),
        }
        Ok(())
    }

    fn list(&mut self, json: &mut Jiter<'_>, shape: &mut Shape, depth: usize) -> JiterResult<()> {
        let Some(item) = shape.item(&mut self.room) else { return skip(json, Peek::Array) };
        let mut next = json.known_array()?;
        while let Some(peek) = next {
            self.value(json, peek, item, depth + 1)?;
            next = json.array_step()?;
        }
        Ok(())
    }
}

/// Reads over a value, however deep it is.
pub(super) fn skip(json: &mut Jiter<'_>, peek: Peek) -> JiterResult<()> {
    // The arrays (true) and objects (false) that are not closed yet.
    let mut open = Vec::new();
    let mut next = Some(peek);
    loop {
        match next {
            Some(Peek::Array) => {
                open.push(true);
                next = json.known_array()?;
                continue;
            }
            Some(Peek::Object) => {
                open.push(false);
                next = json.known_object()?.is_some().then(|| json.peek()).transpose()?;
                continue;
            }
            Some(Peek::Null) => json.known_null()?,
            Some(peek @ (Peek::True | Peek::False)) => drop(json.known_bool(peek)?),
            Some(Peek::String) => drop(json.known_str()?),
            Some(number) => drop(json.known_number_bytes(number)?),
            None => drop(open.pop()),
        }
        // A value has ended; what may follow depends on what holds it.
        next = match open.last() {
            Some(true) => json.array_step()?,
            Some(false) => json.next_key()?.is_some().then(|| json.peek()).transpose()?,
            None => return Ok(()),
        };
    }
}
