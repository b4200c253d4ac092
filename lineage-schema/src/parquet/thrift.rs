/// How deep structures, lists and maps may lie inside each other where they are skipped. Footers need six levels.
const MAX_DEPTH: usize = 64;

/// Reads the [Thrift compact protocol], in which footers are written. Everything is `None` once a value is cut off or
/// is none of the protocol's. No length is believed that the bytes at hand do not cover, and nothing recurses.
///
/// [Thrift compact protocol]: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
#[derive(Debug)]
pub(super) struct Compact<'a> {
    rest: &'a [u8],
}

/// The type that a value has in the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wire {
    /// As a field: true, without another byte. As an element: a byte.
    True,
    /// As a field: false, without another byte. As an element: a byte.
    False,
    I8,
    /// 16, 32 or 64 bits; how they are written does not differ.
    I16,
    I32,
    I64,
    Double,
    Binary,
    List,
    Map,
    Struct,
    Uuid,
}

/// What is open around a value that is being skipped.
enum Open {
    Struct,
    /// So many values are left, of these two types in turn: the keys and values of a map, the elements of a list.
    Values(usize, [Wire; 2]),
}

impl Wire {
    fn new(code: u8) -> Option<Self> {
        Some(match code {
            1 => Self::True,
            2 => Self::False,
            3 => Self::I8,
            4 => Self::I16,
            5 => Self::I32,
            6 => Self::I64,
            7 => Self::Double,
            8 => Self::Binary,
            // A set is written as a list is.
            9 | 10 => Self::List,
            11 => Self::Map,
            12 => Self::Struct,
            13 => Self::Uuid,
            _ => return None,
        })
    }
}

impl<'a> Compact<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The number and type of a structure's next field, after the one whose number is `last`; `Some(None)` at its end.
    pub(super) fn field(&mut self, last: &mut i16) -> Option<Option<(i16, Wire)>> {
        let header = self.byte()?;
        if header & 0x0f == 0 {
            return Some(None);
        }
        *last = match i16::from(header >> 4) {
            0 => i16::try_from(self.int()?).ok()?,
            step => last.checked_add(step)?,
        };
        Some(Some((*last, Wire::new(header & 0x0f)?)))
    }

    /// The type of a list's elements, and how many there are: at most one for every byte that is left.
    pub(super) fn list(&mut self) -> Option<(Wire, usize)> {
        let header = self.byte()?;
        let len = match header >> 4 {
            15 => self.len()?,
            len => usize::from(len),
        };
        // Some writers give the elements of an empty list no type.
        let wire = if len == 0 { Wire::Struct } else { Wire::new(header & 0x0f)? };
        (len <= self.rest.len()).then_some((wire, len))
    }

    pub(super) fn int(&mut self) -> Option<i64> {
        let coded = self.varint()?;
        Some((coded >> 1).cast_signed() ^ -(coded & 1).cast_signed())
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    pub(super) fn binary(&mut self) -> Option<&'a [u8]> {
        let len = self.len()?;
        self.take(len)
    }

    /// Passes over a field's value.
    pub(super) fn skip(&mut self, wire: Wire) -> Option<()> {
        let mut open = Vec::new();
        self.pass(wire, &mut open)?;
        while let Some(innermost) = open.last_mut() {
            let next = match innermost {
                Open::Struct => self.field(&mut 0)?.map(|(_, wire)| wire),
                Open::Values(0, _) => None,
                Open::Values(left, wires) => {
                    *left -= 1;
                    let [second, first] = wires;
                    let wire = if *left % 2 == 0 { *second } else { *first };
                    // A truth value is a byte here.
                    Some(if matches!(wire, Wire::True | Wire::False) { Wire::I8 } else { wire })
                }
            };
            match next {
                Some(wire) => self.pass(wire, &mut open)?,
                None => drop(open.pop()),
            }
            if open.len() > MAX_DEPTH {
                return None;
            }
        }
        Some(())
    }

    /// Passes over a value, or over the beginning of one that holds others.
    fn pass(&mut self, wire: Wire, open: &mut Vec<Open>) -> Option<()> {
        match wire {
            Wire::True | Wire::False => {}
            Wire::I8 => drop(self.byte()?),
            Wire::I16 | Wire::I32 | Wire::I64 => drop(self.varint()?),
            Wire::Double => drop(self.take(8)?),
            Wire::Uuid => drop(self.take(16)?),
            Wire::Binary => drop(self.binary()?),
            Wire::Struct => open.push(Open::Struct),
            Wire::List => {
                let (wire, len) = self.list()?;
                open.push(Open::Values(len, [wire; 2]));
            }
            Wire::Map => {
                let len = self.len()?;
                if len > 0 {
                    let wires = self.byte()?;
                    let values = len.checked_mul(2).filter(|values| *values <= self.rest.len())?;
                    open.push(Open::Values(values, [Wire::new(wires & 0x0f)?, Wire::new(wires >> 4)?]));
                }
            }
        }
        Some(())
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }

    fn len(&mut self) -> Option<usize> {
        usize::try_from(self.varint()?).ok()
    }

    /// Seven bits a byte, the lowest first.
    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}
