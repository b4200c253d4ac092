use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::compatibility::Relation;
use crate::{Column, Compatibility};

/// How deep columns are compared; what lies below is equal or another type.
const DEEPEST: usize = 128;

/// One difference between two schemas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What kind of difference.
    pub kind: ChangeKind,
    /// The column; a field inside it is named with dots, the item of a list with `[]`.
    pub column: String,
    /// What it was: a type, `null` or `not null`, or the place among the columns, counted from 1. Absent where the
    /// column was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<String>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<String>,
}

/// The kinds of [`Change`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ChangeKind {
    /// The column is new.
    Added,
    /// The column is gone.
    Removed,
    /// The type holds all values of the one before, and more.
    Widened,
    /// The type before holds all values of this one, and more.
    Narrowed,
    /// The type is another, or the same values laid out or placed (as a partition) in another way.
    Retyped,
    /// Whether a value may be missing.
    Nullability,
    /// The column has moved among those that both have.
    Reordered,
}

/// What became of a schema.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SchemaDiff {
    /// All differences: those of the new schema's columns in their order, then what was removed, then what moved.
    pub changes: Vec<Change>,
    /// Who can read whose data.
    pub compatibility: Compatibility,
    /// Why who expects the new schema cannot read data of the old one.
    pub breaks_backward: Vec<String>,
    /// Why who expects the old schema cannot read data of the new one.
    pub breaks_forward: Vec<String>,
}

/// Compares two schemas. Columns are matched by name; where a name occurs more than once, the k-th with the k-th.
#[must_use]
pub fn diff(old: &[Column], new: &[Column]) -> SchemaDiff {
    let mut diff = SchemaDiff::default();
    diff.columns(old, new, "", 0);
    diff.compatibility = Compatibility::of(diff.breaks_backward.is_empty(), diff.breaks_forward.is_empty());
    diff
}

impl SchemaDiff {
    /// Why a promise does not hold; nothing when it does.
    #[must_use]
    pub fn breaks(&self, wanted: Compatibility) -> Vec<String> {
        let backward = if wanted.backward() { self.breaks_backward.as_slice() } else { &[] };
        let forward = if wanted.forward() { self.breaks_forward.as_slice() } else { &[] };
        [backward, forward].concat()
    }

    fn columns(&mut self, old: &[Column], new: &[Column], path: &str, depth: usize) {
        let mut before = by_name(old);
        // Where the columns that both have were, in their new order.
        let mut places = Vec::new();
        for ((name, count), place) in by_place(new) {
            let Some(column) = new.get(place) else { continue };
            let path = format!("{path}{name}");
            match before.remove(&(name, count)).and_then(|place| Some((place, old.get(place)?))) {
                Some((place_before, column_before)) => {
                    places.push((place_before, place));
                    self.column(column_before, column, &path, depth);
                }
                None => {
                    if !column.nullable {
                        self.breaks_backward.push(format!("'{path}' was added and may not be missing"));
                    }
                    self.tell(ChangeKind::Added, &path, None, Some(&column.data_type));
                }
            }
        }
        let mut removed: Vec<_> = before.into_values().filter_map(|place| Some((place, old.get(place)?))).collect();
        removed.sort_by_key(|(place, _)| *place);
        for (_, column) in removed {
            let path = format!("{path}{}", column.name);
            if !column.nullable {
                self.breaks_forward.push(format!("'{path}' was removed and may not be missing"));
            }
            self.tell(ChangeKind::Removed, &path, Some(&column.data_type), None);
        }
        for (place_before, place) in moved(&places) {
            let Some(column) = new.get(place) else { continue };
            let (from, to) = ((place_before + 1).to_string(), (place + 1).to_string());
            self.tell(ChangeKind::Reordered, &format!("{path}{}", column.name), Some(&from), Some(&to));
        }
    }

    fn column(&mut self, old: &Column, new: &Column, path: &str, depth: usize) {
        let missing = |nullable| if nullable { "null" } else { "not null" };
        if old.nullable != new.nullable {
            if new.nullable {
                self.breaks_forward.push(format!("'{path}' may now be missing"));
            } else {
                self.breaks_backward.push(format!("'{path}' may no longer be missing"));
            }
            self.tell(ChangeKind::Nullability, path, Some(missing(old.nullable)), Some(missing(new.nullable)));
        }
        if old.partition != new.partition {
            let typed = |column: &Column| {
                if column.partition { format!("{} (partition)", column.data_type) } else { column.data_type.clone() }
            };
            self.tell(ChangeKind::Retyped, path, Some(&typed(old)), Some(&typed(new)));
        }
        if old.data_type != new.data_type || old.children != new.children {
            let told = self.changes.len();
            self.types(old, new, path, depth);
            if told == self.changes.len() && old.data_type != new.data_type {
                // What is inside has other names alone, such as the item of a list.
                self.tell(ChangeKind::Retyped, path, Some(&old.data_type), Some(&new.data_type));
            }
        }
    }

    fn types(&mut self, old: &Column, new: &Column, path: &str, depth: usize) {
        let (shape_old, shape_new) = (Shape::of(old, depth), Shape::of(new, depth));
        let relation = match (&shape_old, &shape_new) {
            _ if old.data_type == "null" || new.data_type == "null" => {
                Relation::of_leaves(&old.data_type, &new.data_type)
            }
            (Shape::Struct, Shape::Struct) => {
                return self.columns(&old.children, &new.children, &format!("{path}."), depth + 1);
            }
            (Shape::Map([key_old, value_old]), Shape::Map([key_new, value_new])) => {
                for (old, new) in [(key_old, key_new), (value_old, value_new)] {
                    self.column(old, new, &format!("{path}.{}", new.name), depth + 1);
                }
                return;
            }
            (Shape::List(item_old, size_old), Shape::List(item_new, size_new)) => {
                self.column(item_old, item_new, &format!("{path}[]"), depth + 1);
                let kind = |column: &Column| column.data_type.split('<').next().map(str::to_owned);
                if size_old == size_new && kind(old) == kind(new) {
                    return;
                }
                Relation::of_sizes(*size_old, *size_new)
            }
            (Shape::Union(all_old), Shape::Union(all_new)) => unions(all_old, all_new, depth),
            (Shape::Union(all_old), _) => unions(all_old, std::slice::from_ref(new), depth),
            (_, Shape::Union(all_new)) => unions(std::slice::from_ref(old), all_new, depth),
            _ => Relation::of_leaves(&old.data_type, &new.data_type),
        };
        let (from, to) = (&old.data_type, &new.data_type);
        let kind = match relation {
            Relation::Equal if from == to => return,
            Relation::Equal | Relation::Other => ChangeKind::Retyped,
            Relation::Wider => ChangeKind::Widened,
            Relation::Narrower => ChangeKind::Narrowed,
        };
        if matches!(relation, Relation::Narrower | Relation::Other) {
            self.breaks_backward.push(format!("'{path}' was {from}, which {to} does not hold"));
        }
        if matches!(relation, Relation::Wider | Relation::Other) {
            self.breaks_forward.push(format!("'{path}' is now {to}, which {from} does not hold"));
        }
        self.tell(kind, path, Some(from), Some(to));
    }

    fn tell(&mut self, kind: ChangeKind, column: &str, from: Option<&str>, to: Option<&str>) {
        let (from, to) = (from.map(str::to_owned), to.map(str::to_owned));
        self.changes.push(Change { kind, column: column.to_owned(), from, to });
    }
}

/// What a column's type is made of.
enum Shape<'a> {
    Struct,
    /// With the size, where that is fixed.
    List(&'a Column, Option<&'a str>),
    Map([&'a Column; 2]),
    /// Its members.
    Union(&'a [Column]),
    /// Nothing that is told.
    Leaf,
}

impl<'a> Shape<'a> {
    fn of(column: &'a Column, depth: usize) -> Self {
        let Some((kind, _)) = column.data_type.split_once('<').filter(|_| depth < DEEPEST) else { return Self::Leaf };
        match (kind, column.children.as_slice()) {
            ("struct", [_, ..]) => Self::Struct,
            ("struct", []) if column.data_type == "struct<>" => Self::Struct,
            ("map", [key, value]) => Self::Map([key, value]),
            ("dense_union" | "sparse_union", members @ [_, ..]) => Self::Union(members),
            ("list" | "large_list" | "list_view" | "large_list_view", [item]) => Self::List(item, None),
            ("fixed_size_list", [item]) => {
                let size = column.data_type.rsplit_once('[').and_then(|(_, size)| size.strip_suffix(']'));
                Self::List(item, size)
            }
            _ => Self::Leaf,
        }
    }
}

/// What two unions are to each other: one holds a type if a member does. A type that is none is a union of itself.
fn unions(old: &[Column], new: &[Column], depth: usize) -> Relation {
    // Which members of the other one hold each, and are held by it.
    let (mut old_held, mut new_held) = (vec![false; old.len()], vec![false; new.len()]);
    for (old, old_held) in old.iter().zip(&mut old_held) {
        for (new, new_held) in new.iter().zip(&mut new_held) {
            let mut inside = SchemaDiff::default();
            inside.types(old, new, "", depth + 1);
            *old_held |= inside.breaks_backward.is_empty();
            *new_held |= inside.breaks_forward.is_empty();
        }
    }
    Relation::of(old_held.into_iter().all(|held| held), new_held.into_iter().all(|held| held))
}

/// Each column's name and how many had it before, with its place.
fn by_place(columns: &[Column]) -> impl Iterator<Item = ((&str, usize), usize)> {
    let mut counts = BTreeMap::new();
    columns.iter().enumerate().map(move |(place, column)| {
        let count = counts.entry(column.name.as_str()).and_modify(|count| *count += 1).or_insert(0);
        ((column.name.as_str(), *count), place)
    })
}

fn by_name(columns: &[Column]) -> BTreeMap<(&str, usize), usize> {
    by_place(columns).collect()
}

/// The fewest of these pairs (first places in any order, second ones ascending) without which the others ascend.
fn moved(places: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The longest ascending subsequence: `ends` has, for each length, the pair that ends the best one so far, and
    // `previous` what comes before a pair in its best.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous = Vec::new();
    let first = |at: usize| places.get(at).map(|(first, _)| *first);
    for at in 0..places.len() {
        let length = ends.partition_point(|end| first(*end) < first(at));
        previous.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut stay = vec![false; places.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        if let Some(stays) = stay.get_mut(at) {
            *stays = true;
        }
        next = previous.get(at).copied().flatten();
    }
    places.iter().zip(stay).filter(|(_, stays)| !stays).map(|(pair, _)| *pair).collect()
}
