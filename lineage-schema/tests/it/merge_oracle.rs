//! The merge of pairs of types against what pyarrow's `unify_schemas` answers, and the laws over all triples of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, IntervalUnit, TimeUnit, UnionFields, UnionMode};
use lineage_schema::{Format, Merge, Merged, Widen};
use proptest::prelude::*;
use serde_json::Value;

/// A column of this type in the oracle's words.
fn types() -> BTreeMap<&'static str, Field> {
    let field = |data_type| Field::new("c", data_type, true);
    let of = |name: &str, data_type, nullable| Arc::new(Field::new(name, data_type, nullable));
    let int = |name: &str, nullable| of(name, DataType::Int32, nullable);
    let time = |unit, zone: Option<&str>| DataType::Timestamp(unit, zone.map(Into::into));
    let dictionary = |index, value| DataType::Dictionary(Box::new(index), Box::new(value));
    let map = |key: &str, value: &str, sorted| {
        let entries = vec![of(key, DataType::Utf8, false), int(value, true)];
        DataType::Map(of("entries", DataType::Struct(entries.into()), false), sorted)
    };
    let union = |ids: [i8; 2], mode| {
        DataType::Union(UnionFields::try_new(ids, [int("a", true), of("b", DataType::Utf8, true)]).unwrap(), mode)
    };
    let nested = DataType::Struct(
        vec![int("a", true), of("l", DataType::List(of("item", time(TimeUnit::Millisecond, None), true)), true)].into(),
    );
    let weird = vec![int("a b", true), int("c: d", true), int("e>", true)];
    let both = vec![int("a", true), of("b", DataType::Utf8, true)];
    let all = [
        ("null", DataType::Null),
        ("bool", DataType::Boolean),
        ("int8", DataType::Int8),
        ("uint8", DataType::UInt8),
        ("int16", DataType::Int16),
        ("uint16", DataType::UInt16),
        ("int32", DataType::Int32),
        ("uint32", DataType::UInt32),
        ("int64", DataType::Int64),
        ("uint64", DataType::UInt64),
        ("halffloat", DataType::Float16),
        ("float", DataType::Float32),
        ("double", DataType::Float64),
        ("timestamp[s]", time(TimeUnit::Second, None)),
        ("timestamp[s, tz=UTC]", time(TimeUnit::Second, Some("UTC"))),
        ("timestamp[ms]", time(TimeUnit::Millisecond, None)),
        ("timestamp[ms, tz=UTC]", time(TimeUnit::Millisecond, Some("UTC"))),
        ("timestamp[us]", time(TimeUnit::Microsecond, None)),
        ("timestamp[us, tz=UTC]", time(TimeUnit::Microsecond, Some("UTC"))),
        ("timestamp[ns]", time(TimeUnit::Nanosecond, None)),
        ("timestamp[ns, tz=UTC]", time(TimeUnit::Nanosecond, Some("UTC"))),
        ("timestamp[us, tz=+09:00]", time(TimeUnit::Microsecond, Some("+09:00"))),
        ("timestamp[ns, tz=Asia/Seoul]", time(TimeUnit::Nanosecond, Some("Asia/Seoul"))),
        ("date32[day]", DataType::Date32),
        ("date64[ms]", DataType::Date64),
        ("time32[s]", DataType::Time32(TimeUnit::Second)),
        ("time32[ms]", DataType::Time32(TimeUnit::Millisecond)),
        ("time64[us]", DataType::Time64(TimeUnit::Microsecond)),
        ("time64[ns]", DataType::Time64(TimeUnit::Nanosecond)),
        ("duration[s]", DataType::Duration(TimeUnit::Second)),
        ("duration[ms]", DataType::Duration(TimeUnit::Millisecond)),
        ("duration[us]", DataType::Duration(TimeUnit::Microsecond)),
        ("duration[ns]", DataType::Duration(TimeUnit::Nanosecond)),
        ("month_day_nano_interval", DataType::Interval(IntervalUnit::MonthDayNano)),
        ("binary", DataType::Binary),
        ("fixed_size_binary[16]", DataType::FixedSizeBinary(16)),
        ("large_binary", DataType::LargeBinary),
        ("binary_view", DataType::BinaryView),
        ("string", DataType::Utf8),
        ("large_string", DataType::LargeUtf8),
        ("string_view", DataType::Utf8View),
        ("decimal32(5, 2)", DataType::Decimal32(5, 2)),
        ("decimal64(12, 3)", DataType::Decimal64(12, 3)),
        ("decimal128(10, 2)", DataType::Decimal128(10, 2)),
        ("decimal128(38, -2)", DataType::Decimal128(38, -2)),
        ("decimal256(50, 10)", DataType::Decimal256(50, 10)),
        ("list<item: int32>", DataType::List(int("item", true))),
        ("list<element: int32 not null>", DataType::List(int("element", false))),
        ("large_list<item: int32>", DataType::LargeList(int("item", true))),
        ("list_view<item: int32>", DataType::ListView(int("item", true))),
        ("large_list_view<item: int32>", DataType::LargeListView(int("item", true))),
        ("fixed_size_list<item: int32>[3]", DataType::FixedSizeList(int("item", true), 3)),
        ("struct<a: int32, b: string>", DataType::Struct(both.clone().into())),
        ("struct<>", DataType::Struct(Fields::empty())),
        ("struct<a: int32 not null>", DataType::Struct(vec![int("a", false)].into())),
        ("struct<a b: int32, c: d: int32, e>: int32>", DataType::Struct(weird.clone().into())),
        ("map<string, int32>", map("key", "value", false)),
        ("map<string, int32, keys_sorted>", map("key", "value", true)),
        ("map<string ('k'), int32 ('v')>", map("k", "v", false)),
        ("dictionary<values=string, indices=int32, ordered=0>", dictionary(DataType::Int32, DataType::Utf8)),
        ("dictionary<values=large_string, indices=int16, ordered=0>", dictionary(DataType::Int16, DataType::LargeUtf8)),
        ("sparse_union<a: int32=0, b: string=1>", union([0, 1], UnionMode::Sparse)),
        ("dense_union<a: int32=5, b: string=7>", union([5, 7], UnionMode::Dense)),
        (
            "run_end_encoded<run_ends: int32, values: string>",
            DataType::RunEndEncoded(int("run_ends", false), of("values", DataType::Utf8, true)),
        ),
        ("list<element: struct<a: int32, l: list<item: timestamp[ms]>>>", DataType::List(of("element", nested, true))),
    ];
    let mut types: BTreeMap<_, _> = all.into_iter().map(|(name, data_type)| (name, field(data_type))).collect();
    let ordered = field(dictionary(DataType::Int8, DataType::Utf8)).with_dict_is_ordered(true);
    types.insert("dictionary<values=string, indices=int8, ordered=1>", ordered);
    types
}

/// What pyarrow answers, where that is none of the oracle's types.
fn answers() -> BTreeMap<String, Field> {
    let field = |data_type| Field::new("c", data_type, true);
    let of = |name: &str, nullable| Arc::new(Field::new(name, DataType::Int32, nullable));
    let structs = |fields: &[(&str, DataType)]| {
        let fields = fields.iter().map(|(name, data_type)| Field::new(*name, data_type.clone(), true));
        DataType::Struct(fields.collect())
    };
    let (a, b) = (("a", DataType::Int32), ("b", DataType::Utf8));
    let weird = [("a b", DataType::Int32), ("c: d", DataType::Int32), ("e>", DataType::Int32)];
    let [x, y, z] = weird.clone();
    let all = [
        ("list<element: int32>", DataType::List(of("element", true))),
        ("large_list<element: int32>", DataType::LargeList(of("element", true))),
        (
            "dictionary<values=large_string, indices=int32, ordered=0>",
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::LargeUtf8)),
        ),
        (
            "struct<a b: int32, c: d: int32, e>: int32, a: int32, b: string>",
            structs(&[x.clone(), y.clone(), z.clone(), a.clone(), b.clone()]),
        ),
        ("struct<a: int32, b: string, a b: int32, c: d: int32, e>: int32>", structs(&[a, b, x, y, z])),
    ];
    let mut answers: BTreeMap<_, _> =
        all.into_iter().map(|(name, data_type)| (name.to_owned(), field(data_type))).collect();
    for (precision, scale) in [(12, 3), (42, 2), (43, 3), (40, 0)] {
        let (name, data_type) = match precision {
            ..=38 => (format!("decimal128({precision}, {scale})"), DataType::Decimal128(precision, scale)),
            _ => (format!("decimal256({precision}, {scale})"), DataType::Decimal256(precision, scale)),
        };
        answers.insert(name, field(data_type));
    }
    answers
}

fn merged<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Merged {
    let mut merge = Merge::new(Format::Parquet);
    for (place, field) in fields.into_iter().enumerate() {
        merge.add(&format!("file-{place}"), std::slice::from_ref(field));
    }
    merge.finish(Widen::Lossless)
}

/// Why our answer may be another than pyarrow's.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    /// Decided: `decimal128(20, 0)`, where pyarrow's `int64` does not hold a `uint64`.
    SignedWithUint64,
    /// Decided: `double`, where pyarrow takes the narrow float (`halffloat` with `decimal256(50, 10)`).
    FloatWithDecimal,
    /// Decided: `double`, where pyarrow takes `float` or `halffloat` for small integers.
    IntegerWithFloat,
    /// pyarrow takes one digit too few, or refuses what a wider decimal holds; that also makes it depend on the order.
    IntegerWithDecimal,
    /// A field that one of the structs lacks is nullable; pyarrow says `not null`.
    FieldAbsent,
    /// Unions stand for their members.
    Union,
    /// A key is named as in the first file; pyarrow takes the key's name of the one and the value's of the other.
    MapNames,
}

fn reason(a: &Field, b: &Field) -> Option<Reason> {
    let (a, b) = (a.data_type(), b.data_type());
    let either = |test: fn(&DataType) -> bool| test(a) || test(b);
    let decimal = |one: &DataType| {
        matches!(
            one,
            DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..)
        )
    };
    let both = |one: fn(&DataType) -> bool, other: fn(&DataType) -> bool| one(a) && other(b) || one(b) && other(a);
    if a == &DataType::Null || b == &DataType::Null {
        return either(|one| matches!(one, DataType::Union(..))).then_some(Reason::Union);
    }
    if both(DataType::is_signed_integer, |one| *one == DataType::UInt64) {
        Some(Reason::SignedWithUint64)
    } else if either(DataType::is_floating) && (decimal(a) || decimal(b)) {
        Some(Reason::FloatWithDecimal)
    } else if both(DataType::is_integer, DataType::is_floating) {
        Some(Reason::IntegerWithFloat)
    } else if either(DataType::is_integer) && (decimal(a) || decimal(b)) {
        Some(Reason::IntegerWithDecimal)
    } else if both(|one| matches!(one, DataType::Struct(_)), |one| matches!(one, DataType::Struct(_))) {
        Some(Reason::FieldAbsent)
    } else if either(|one| matches!(one, DataType::Union(..))) {
        Some(Reason::Union)
    } else if both(|one| matches!(one, DataType::Map(..)), |one| matches!(one, DataType::Map(..))) {
        Some(Reason::MapNames)
    } else {
        None
    }
}

#[test]
fn pairs_are_as_pyarrow_merges_them_but_for_known_reasons() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/schema/merge_oracle.jsonl");
    let Ok(oracle) = std::fs::read_to_string(path) else {
        return eprintln!("skipped: no corpus");
    };
    let (types, answers) = (types(), answers());
    let mut reasons: BTreeMap<Reason, usize> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    for line in oracle.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let name = |key: &str| row[key].as_str();
        let (a, b) = (name("a").unwrap(), name("b").unwrap());
        // The rows of maps whose values are not nullable print like those of others.
        if !pairs.insert((a.to_owned(), b.to_owned())) {
            continue;
        }
        let (a, b) = (&types[a], &types[b]);
        let ours = merged([a, b]);
        let known = name("permissive").map(|name| types.get(name).or_else(|| answers.get(name)));
        let same = match known {
            None => !ours.conflicts.is_empty(),
            Some(theirs) => theirs.is_some_and(|theirs| {
                theirs.data_type() == ours.fields[0].data_type()
                    && theirs.dict_is_ordered() == ours.fields[0].dict_is_ordered()
            }),
        };
        if !same {
            let reason = reason(a, b).unwrap_or_else(|| panic!("{line}\nours: {:?}", ours.fields));
            *reasons.entry(reason).or_default() += 1;
        }
    }
    insta::assert_debug_snapshot!((pairs.len(), reasons));
}

#[test]
fn the_laws_hold_for_all_triples() {
    const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let types: Vec<_> = types().into_values().collect();
    let part = |file: usize, field: &Field| {
        let mut merge = Merge::new(Format::Parquet);
        merge.add(["a", "b", "c"][file], std::slice::from_ref(field));
        merge
    };
    let join = |mut one: Merge, other: &Merge| {
        one.join(other.clone());
        one
    };
    let mut count = 0;
    for (i, a) in types.iter().enumerate() {
        for (j, b) in types.iter().enumerate().skip(i) {
            for c in types.iter().skip(j) {
                let parts = [a, b, c];
                let answers = ORDERS.map(|order| {
                    let mut all = Merge::new(Format::Parquet);
                    for (file, place) in ["a", "b", "c"].into_iter().zip(order) {
                        all.add(file, std::slice::from_ref(parts[place]));
                    }
                    let merged = all.finish(Widen::Lossless);
                    (plain(&merged.fields[0]), merged.conflicts.len())
                });
                assert!(answers.windows(2).all(|two| two[0] == two[1]), "{a:?}, {b:?}, {c:?}: {answers:#?}");
                let (a, b, c) = (part(0, a), part(1, b), part(2, c));
                let all = join(join(a.clone(), &b), &c);
                assert_eq!(join(a.clone(), &join(b.clone(), &c)), all, "associative");
                assert_eq!(join(join(c, &a), &b), all, "commutative");
                assert_eq!(join(all.clone(), &b), all, "idempotent");
                count += 1;
            }
        }
    }
    assert_eq!(count, 66 * 67 * 68 / 6);
}

/// A field without what the order of files decides: the order of a struct's fields, and how items and entries are named.
fn plain(field: &Field) -> Field {
    let renamed = |field: &Field| plain(field).with_name("");
    let data_type = match field.data_type() {
        DataType::List(item) => DataType::List(renamed(item).into()),
        DataType::LargeList(item) => DataType::LargeList(renamed(item).into()),
        DataType::Struct(fields) => {
            let mut fields: Vec<_> = fields.iter().map(|field| plain(field)).collect();
            fields.sort();
            DataType::Struct(fields.into())
        }
        DataType::Map(entries, sorted) => {
            let DataType::Struct(fields) = entries.data_type() else { panic!("{entries}") };
            let fields = fields.iter().map(|field| renamed(field)).collect();
            DataType::Map(Arc::new(Field::new("", DataType::Struct(fields), false)), *sorted)
        }
        DataType::Union(members, mode) => {
            let mut members: Vec<_> = members.iter().map(|(_, member)| renamed(member)).collect();
            members.sort();
            DataType::Union(UnionFields::from_fields(members), *mode)
        }
        other => other.clone(),
    };
    field.clone().with_data_type(data_type)
}

/// Fields that nest, with names and types that meet.
fn nested() -> impl Strategy<Value = Field> {
    let leaves: Vec<_> =
        types().into_values().filter(|field| !matches!(field.data_type(), DataType::Union(..))).collect();
    let leaf =
        (prop::sample::select(leaves), any::<bool>()).prop_map(|(field, nullable)| field.with_nullable(nullable));
    leaf.prop_recursive(4, 24, 4, |inner| {
        let fields = prop::collection::vec((inner.clone(), prop::sample::select(vec!["x", "y", "z"])), 0..4);
        let structs = fields.prop_map(|fields| {
            DataType::Struct(fields.into_iter().map(|(field, name)| field.with_name(name)).collect())
        });
        let lists = inner.clone().prop_map(|field| DataType::List(Arc::new(field.with_name("item"))));
        let unions = prop::collection::vec(inner, 1..4)
            .prop_map(|fields| DataType::Union(UnionFields::from_fields(fields), UnionMode::Dense));
        (prop_oneof![structs, lists, unions], any::<bool>())
            .prop_map(|(data_type, nullable)| Field::new("c", data_type, nullable))
    })
}

proptest! {
    #[test]
    fn nested_fields_merge_in_any_order(fields in prop::collection::vec(nested(), 1..5)) {
        let once = merged(&fields);
        let reversed = merged(fields.iter().rev());
        prop_assert_eq!(plain(&once.fields[0]), plain(&reversed.fields[0]));
        prop_assert_eq!(once.conflicts.len(), reversed.conflicts.len());
        // The answer is what the lattice has above all: merging it changes nothing.
        prop_assert_eq!(&merged(&once.fields).fields, &once.fields);
    }
}
