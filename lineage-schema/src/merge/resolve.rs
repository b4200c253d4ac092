use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_schema::extension::{EXTENSION_TYPE_METADATA_KEY, EXTENSION_TYPE_NAME_KEY};
use arrow_schema::{DataType, Field, Fields, Metadata};

use super::family::{Family, Leaf};
use super::{Conflict, ConflictingType, Widen, number};
use crate::column::children;
use crate::json::{is_deep, is_map, kinds, map_of};
use crate::{Format, type_name, union};

/// How deep types are merged: readers give none that is deeper. What lies below is equal or a conflict.
const DEEPEST: usize = 128;
/// How many files are told for each type of a conflict.
const FILES_TOLD: usize = 5;

type Files = BTreeSet<Arc<str>>;

/// Decides which type a column has.
pub(super) struct Resolver {
    format: Format,
    widen: Widen,
    pub(super) conflicts: Vec<Conflict>,
}

/// A field as some files have it.
#[derive(Clone, Copy)]
struct Seen<'a> {
    field: &'a Field,
    files: &'a Files,
}

/// A type that holds all that was seen of one family.
struct Member<'a> {
    field: Field,
    of: Vec<Seen<'a>>,
}

impl Resolver {
    pub(super) fn new(format: Format, widen: Widen) -> Self {
        Self { format, widen, conflicts: Vec::new() }
    }

    /// The fields of many structs as those of one; `path` is what stands before their names in conflicts.
    pub(super) fn fields(&mut self, structs: &[(&Files, &Fields)], path: &str, depth: usize) -> Vec<Field> {
        let columns = columns(structs);
        let merged = columns.iter().filter_map(|seen| {
            let path = format!("{path}{}", seen.first()?.field.name());
            let field = self.field(seen, &path, depth)?;
            let nullable = field.is_nullable() || seen.len() < structs.len();
            Some(field.with_nullable(nullable))
        });
        merged.collect()
    }

    /// One field for many, named as the first is; none for none.
    fn field(&mut self, seen: &[Seen<'_>], path: &str, depth: usize) -> Option<Field> {
        let name = seen.first()?.field.name();
        let (types, nulls) = dissolved(seen);
        if self.format == Format::Json
            && let Some(deep) = types.iter().find(|one| is_deep(one.field))
        {
            return Some(deep.field.clone().with_name(name));
        }
        let nullable = nulls || seen.iter().any(|one| one.field.is_nullable());
        let mut families: BTreeMap<_, Vec<Seen<'_>>> = BTreeMap::new();
        for one in types {
            families.entry((extension(one.field), self.family(one.field, depth))).or_default().push(one);
        }
        // What holds a conflict is told before what lies in it.
        let place = self.conflicts.len();
        let mut members = Vec::new();
        for ((extension, family), seen) in families {
            for member in self.members(family, &seen, path, depth) {
                members.push(Member { field: member.field.with_metadata(extension.clone()), ..member });
            }
        }
        let field = match members.len() {
            0 => return Some(Field::new(name, DataType::Null, true)),
            1 => members.pop()?.field.with_name(name),
            _ => {
                members.sort_by_cached_key(|member| union::kind(&member.field));
                self.conflicts.insert(place, conflict(path, &members));
                Field::new(name, self.apart(members), true)
            }
        };
        Some(field.with_nullable(nullable))
    }

    fn family<'a>(&self, field: &'a Field, depth: usize) -> Family<'a> {
        if depth >= DEEPEST {
            return Family::Leaf(Leaf::Exact(field.data_type()));
        }
        Family::of(field.data_type(), field.dict_is_ordered() == Some(true), self.format)
    }

    /// What becomes of types without a common one.
    fn apart(&self, members: Vec<Member<'_>>) -> DataType {
        let members = members.into_iter().map(|member| member.field);
        let union = if self.widen == Widen::Lossless { union::dense(members.collect()) } else { None };
        union.unwrap_or(DataType::Utf8)
    }

    /// The type that holds all of a family; several, if they have none in common after all.
    fn members<'a>(&mut self, family: Family<'a>, seen: &[Seen<'a>], path: &str, depth: usize) -> Vec<Member<'a>> {
        let types: Vec<_> = seen.iter().map(|one| one.field.data_type()).collect();
        let common = match family {
            Family::Leaf(leaf) => leaf.common(&types),
            Family::Dictionary { values, .. } => dictionary(values, &types),
            Family::List | Family::ListView | Family::LargeListView => self.list(seen, &types, path, depth),
            Family::Struct => {
                let structs: Vec<_> = seen.iter().filter_map(|one| Some((one.files, fields_of(one.field)?))).collect();
                Some(DataType::Struct(self.fields(&structs, &format!("{path}."), depth + 1).into()))
            }
            Family::Map => self.map(seen, path, depth),
            Family::Object => match self.object(seen, path, depth) {
                Some(map) => Some(map),
                None => {
                    let (structs, maps): (Vec<_>, Vec<_>) = seen.iter().partition(|one| fields_of(one.field).is_some());
                    let mut members = Vec::new();
                    for (family, seen) in [(Family::Struct, structs), (Family::Map, maps)] {
                        if !seen.is_empty() {
                            members.extend(self.members(family, &seen, path, depth));
                        }
                    }
                    return members;
                }
            },
        };
        let ordered = matches!(family, Family::Dictionary { ordered: true, .. });
        let member =
            |data_type, of| Member { field: Field::new("", data_type, true).with_dict_is_ordered(ordered), of };
        if let Some(common) = common {
            return vec![member(common, seen.to_vec())];
        }
        let mut apart: BTreeMap<_, Vec<Seen<'a>>> = BTreeMap::new();
        for one in seen {
            apart.entry(one.field.data_type()).or_default().push(*one);
        }
        apart.into_iter().map(|(data_type, of)| member(data_type.clone(), of)).collect()
    }

    /// A list of what all the lists hold.
    fn list(&mut self, seen: &[Seen<'_>], types: &[&DataType], path: &str, depth: usize) -> Option<DataType> {
        let items: Vec<_> = seen.iter().filter_map(|one| one.inside(0)).collect();
        let item = Arc::new(self.field(&items, &format!("{path}[]"), depth + 1)?);
        let size =
            |data_type: &DataType| if let DataType::FixedSizeList(_, size) = data_type { Some(*size) } else { None };
        let first = types.first()?;
        Some(match first {
            DataType::ListView(_) => DataType::ListView(item),
            DataType::LargeListView(_) => DataType::LargeListView(item),
            _ if types.iter().any(|one| matches!(one, DataType::LargeList(_))) => DataType::LargeList(item),
            _ => match size(first).filter(|_| types.iter().all(|one| size(one) == size(first))) {
                Some(size) => DataType::FixedSizeList(item, size),
                None => DataType::List(item),
            },
        })
    }

    /// The map that objects of JSON are together; none if they are not.
    fn object(&mut self, seen: &[Seen<'_>], path: &str, depth: usize) -> Option<DataType> {
        let structs: Vec<_> = seen.iter().filter_map(|one| Some((one.files, fields_of(one.field)?))).collect();
        // A map has had more keys than make one already.
        let keys = if structs.len() < seen.len() { usize::MAX } else { columns(&structs).len() };
        let values = seen.iter().flat_map(|one| match fields_of(one.field) {
            Some(fields) => fields.iter().map(|field| Seen { field, files: one.files }).collect(),
            None => Vec::from_iter(one.inside(1)),
        });
        let values: Vec<_> = values.collect();
        if !is_map(keys, values.iter().fold(0, |all, one| all | kinds(one.field))) {
            return None;
        }
        let value = self.field(&values, &format!("{path}.value"), depth + 1)?;
        Some(map_of(value.with_name("value").with_nullable(true)))
    }

    /// A map from what all the keys are to what all the values are.
    fn map(&mut self, seen: &[Seen<'_>], path: &str, depth: usize) -> Option<DataType> {
        let mut inside = |place| {
            let fields: Vec<_> = seen.iter().filter_map(|one| one.inside(place)).collect();
            let path = format!("{path}.{}", fields.first()?.field.name());
            self.field(&fields, &path, depth + 1)
        };
        let entries = DataType::Struct(vec![inside(0)?, inside(1)?].into());
        let maps = seen.iter().map(|one| match one.field.data_type() {
            DataType::Map(entries, sorted) => Some((entries, sorted)),
            _ => None,
        });
        let maps: Vec<_> = maps.collect::<Option<_>>()?;
        let (first, _) = maps.first()?;
        let sorted = maps.iter().all(|(_, sorted)| **sorted);
        Some(DataType::Map(Arc::new(Field::new(first.name(), entries, first.is_nullable())), sorted))
    }
}

impl<'a> Seen<'a> {
    /// The field at this place of those that the type is made of.
    fn inside(self, place: usize) -> Option<Self> {
        let field = *children(self.field.data_type()).get(place)?;
        Some(Self { field, files: self.files })
    }
}

/// The fields with the members of unions in place of unions, without nulls; and whether there were nulls.
fn dissolved<'a>(seen: &[Seen<'a>]) -> (Vec<Seen<'a>>, bool) {
    let mut left: Vec<_> = seen.iter().rev().copied().collect();
    let (mut found, mut nulls) = (Vec::new(), false);
    while let Some(Seen { field, files }) = left.pop() {
        match field.data_type() {
            DataType::Null => nulls = true,
            DataType::Union(members, _) => {
                let members: Vec<_> = members.iter().map(|(_, field)| Seen { field, files }).collect();
                left.extend(members.into_iter().rev());
            }
            _ => found.push(Seen { field, files }),
        }
    }
    (found, nulls)
}

/// The fields of many structs, those of one name together.
fn columns<'a>(structs: &[(&'a Files, &'a Fields)]) -> Vec<Vec<Seen<'a>>> {
    let mut places = BTreeMap::new();
    let mut columns: Vec<Vec<Seen<'_>>> = Vec::new();
    for (files, fields) in structs {
        let mut counts = BTreeMap::new();
        for field in *fields {
            let count = counts.entry(field.name()).and_modify(|count| *count += 1).or_insert(0);
            let place = *places.entry((field.name(), *count)).or_insert(columns.len());
            match columns.get_mut(place) {
                Some(column) => column.push(Seen { field, files }),
                None => columns.push(vec![Seen { field, files }]),
            }
        }
    }
    columns
}

/// What makes a field's type more than its storage.
fn extension(field: &Field) -> Metadata {
    let keys = [EXTENSION_TYPE_NAME_KEY, EXTENSION_TYPE_METADATA_KEY];
    field.metadata().iter().filter(|(key, _)| keys.contains(&key.as_str())).collect()
}

fn fields_of(field: &Field) -> Option<&Fields> {
    if let DataType::Struct(fields) = field.data_type() { Some(fields) } else { None }
}

fn dictionary(values: Leaf<'_>, types: &[&DataType]) -> Option<DataType> {
    let parts = types.iter().map(|one| match one {
        DataType::Dictionary(index, value) => Some((index.as_ref(), value.as_ref())),
        _ => None,
    });
    let (indices, items): (Vec<_>, Vec<_>) = parts.collect::<Option<Vec<_>>>()?.into_iter().unzip();
    // There is no index beyond what a signed one can count.
    let index = number::widest(&indices).filter(DataType::is_integer).unwrap_or(DataType::Int64);
    Some(DataType::Dictionary(Box::new(index), Box::new(values.common(&items)?)))
}

fn conflict(column: &str, members: &[Member<'_>]) -> Conflict {
    let types = members.iter().map(|Member { field, of }| {
        let files: BTreeSet<_> = of.iter().flat_map(|one| one.files).collect();
        let files = files.into_iter().take(FILES_TOLD).map(|file| file.to_string()).collect();
        ConflictingType { data_type: type_name(field), files }
    });
    Conflict { column: column.to_owned(), types: types.collect() }
}
