use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, TimeUnit, UnionFields, UnionMode};
use lineage_schema::{Format, Merge, Merged, Widen};

fn merge(files: &[(&str, Vec<Field>)], widen: Widen) -> Merged {
    let mut merge = Merge::new(Format::Parquet);
    for (file, fields) in files {
        merge.add(file, fields);
    }
    merge.finish(widen)
}

fn of(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type, false)
}

fn union(members: &[DataType]) -> DataType {
    let members = members.iter().map(|one| Field::new(one.to_string(), one.clone(), true));
    DataType::Union(UnionFields::from_fields(members), UnionMode::Dense)
}

fn structs(fields: Vec<Field>) -> DataType {
    DataType::Struct(Fields::from(fields))
}

#[test]
fn one_type_holds_all() {
    let check = |types: &[DataType], expected: DataType| {
        for reversed in [false, true] {
            let mut types = types.to_vec();
            if reversed {
                types.reverse();
            }
            let names = ["1", "2", "3", "4"];
            let files: Vec<_> = names.into_iter().zip(types).map(|(name, one)| (name, vec![of("c", one)])).collect();
            let merged = merge(&files, Widen::Lossless);
            assert_eq!(merged.fields, [of("c", expected.clone())], "{files:?}");
            assert!(merged.conflicts.is_empty());
        }
    };
    use DataType::{
        Decimal32, Decimal64, Decimal128, Decimal256, FixedSizeBinary, Float16, Float32, Float64, Int8, Int16, Int32,
        Int64, UInt8, UInt16, UInt32, UInt64,
    };
    check(&[Int8, UInt8], Int16);
    check(&[Int8, UInt8, UInt16], Int32);
    check(&[Int64, UInt8, Int8], Int64);
    check(&[Int8, UInt64], Decimal128(20, 0));
    check(&[Int8, UInt64, Float16], Float64);
    check(&[Float16, Float32], Float32);
    check(&[Int8, Float16], Float64);
    check(&[Int16, Decimal32(5, 2)], Decimal32(7, 2));
    check(&[Int64, Decimal32(5, 2)], Decimal128(21, 2));
    check(&[UInt64, Int8, Decimal128(10, 2)], Decimal128(22, 2));
    check(&[Int8, UInt32, Decimal128(10, 2)], Decimal128(12, 2));
    check(&[Decimal32(9, 0), Decimal64(18, 18)], Decimal128(27, 18));
    check(&[Decimal256(1, 0), Decimal32(9, 4)], Decimal256(9, 4));
    check(&[Decimal256(76, 0), Decimal256(76, 76), Float32], Float64);
    check(&[FixedSizeBinary(4), FixedSizeBinary(4)], FixedSizeBinary(4));
    check(&[FixedSizeBinary(4), FixedSizeBinary(5)], DataType::Binary);
    check(&[DataType::Utf8, DataType::LargeBinary, FixedSizeBinary(5)], DataType::LargeBinary);
    let empty = DataType::Timestamp(TimeUnit::Second, Some("".into()));
    check(&[empty, DataType::Timestamp(TimeUnit::Nanosecond, None)], DataType::Timestamp(TimeUnit::Nanosecond, None));
}

#[test]
fn columns_keep_their_order_and_their_case() {
    let files = [
        ("b", vec![of("z", DataType::Int8), of("A", DataType::Int8)]),
        ("a", vec![of("a", DataType::Int8), of("z", DataType::Int8)]),
    ];
    let merged = merge(&files, Widen::Lossless);
    let columns: Vec<_> = merged.fields.iter().map(|field| (field.name().as_str(), field.is_nullable())).collect();
    assert_eq!(columns, [("a", true), ("z", false), ("A", true)]);
}

#[test]
fn a_column_without_values_is_nullable() {
    let merged = merge(&[("a", vec![of("c", DataType::Null)])], Widen::Lossless);
    assert_eq!(merged.fields, [Field::new("c", DataType::Null, true)]);
    let files = [("a", vec![of("c", DataType::Null)]), ("b", vec![of("c", DataType::Int8)])];
    assert_eq!(merge(&files, Widen::Lossless).fields, [Field::new("c", DataType::Int8, true)]);
    let files = [("a", vec![of("c", union(&[DataType::Null, DataType::Int8]))])];
    assert_eq!(merge(&files, Widen::Lossless).fields, [Field::new("c", DataType::Int8, true)]);
    let files = [("a", vec![of("c", union(&[]))])];
    assert_eq!(merge(&files, Widen::Lossless).fields, [Field::new("c", DataType::Null, true)]);
}

#[test]
fn columns_of_one_name_go_by_their_place() {
    let files = [("a", vec![of("c", DataType::Int8), of("c", DataType::Utf8)]), ("b", vec![of("c", DataType::Int16)])];
    let merged = merge(&files, Widen::Lossless);
    assert_eq!(merged.fields, [of("c", DataType::Int16), Field::new("c", DataType::Utf8, true)]);
}

#[test]
fn types_without_a_common_one_stay_apart() {
    let files = [
        ("a", vec![of("c", DataType::Boolean)]),
        ("b", vec![of("c", union(&[DataType::Int8, DataType::Utf8]))]),
        ("c", vec![Field::new("c", union(&[DataType::Int64, DataType::Boolean]), true)]),
    ];
    let merged = merge(&files, Widen::Lossless);
    let expected = [DataType::Boolean, DataType::Int64, DataType::Utf8];
    let DataType::Union(members, UnionMode::Dense) = merged.fields[0].data_type() else { panic!("{merged:?}") };
    assert!(merged.fields[0].is_nullable());
    assert!(members.iter().map(|(id, member)| (id, member.data_type())).eq([0, 1, 2].into_iter().zip(&expected)));
    let files_of: Vec<_> = merged.conflicts[0].types.iter().map(|one| one.files.join(" ")).collect();
    assert_eq!(files_of, ["a c", "b c", "b"]);
    let strings = merge(&files, Widen::String);
    assert_eq!(strings.fields, [Field::new("c", DataType::Utf8, true)]);
    assert_eq!(strings.conflicts, merged.conflicts);
}

#[test]
fn members_of_a_union_are_named_by_their_kind() {
    let dictionary = |values| DataType::Dictionary(Box::new(DataType::Int8), Box::new(values));
    let files = [
        ("a", vec![of("c", dictionary(DataType::Utf8)), of("d", DataType::Boolean)]),
        ("b", vec![of("c", dictionary(DataType::Date32)), of("d", structs(vec![of("x", DataType::Int8)]))]),
    ];
    let merged = merge(&files, Widen::Lossless);
    let names = |field: &Field| match field.data_type() {
        DataType::Union(members, _) => members.iter().map(|(_, member)| member.name().clone()).collect::<Vec<_>>(),
        other => panic!("{other}"),
    };
    assert_eq!(names(&merged.fields[0]), ["dictionary", "dictionary_2"]);
    assert_eq!(names(&merged.fields[1]), ["bool", "struct"]);
    assert_eq!(merged.conflicts[1].types[1].data_type, "struct<x: int8 not null>");
}

#[test]
fn a_merge_of_the_merged_changes_nothing() {
    let files = [
        ("a", vec![of("c", DataType::Boolean), of("d", DataType::Date32)]),
        ("b", vec![of("c", structs(vec![of("x", DataType::Int8)])), of("d", DataType::Utf8)]),
    ];
    let merged = merge(&files, Widen::Lossless);
    assert_eq!(merge(&[("a", merged.fields.clone())], Widen::Lossless).fields, merged.fields);
}

#[test]
fn only_the_first_files_of_a_conflict_are_told() {
    let files: Vec<_> = (0..40)
        .map(|file| (format!("{file:02}"), vec![of("c", if file % 2 == 0 { DataType::Int8 } else { DataType::Utf8 })]))
        .collect();
    let files: Vec<_> = files.iter().map(|(name, fields)| (name.as_str(), fields.clone())).collect();
    let conflicts = merge(&files, Widen::Lossless).conflicts;
    assert_eq!(conflicts[0].types[0].files, ["00", "02", "04", "06", "08"]);
}

#[test]
fn conflicts_inside_are_named_by_their_path() {
    let list = |item| DataType::List(Arc::new(of("item", item)));
    let map = |value| {
        let entries = structs(vec![of("key", DataType::Utf8), of("value", value)]);
        DataType::Map(Arc::new(of("entries", entries)), false)
    };
    let nested = |leaf: DataType| structs(vec![of("l", list(structs(vec![of("m", map(leaf))])))]);
    let files = [("a", vec![of("c", nested(DataType::Int8))]), ("b", vec![of("c", nested(DataType::Utf8))])];
    let paths = |conflicts: Vec<lineage_schema::Conflict>| -> Vec<_> {
        conflicts.into_iter().map(|conflict| conflict.column).collect()
    };
    assert_eq!(paths(merge(&files, Widen::Lossless).conflicts), ["c.l[].m.value"]);
    let strings = merge(&files, Widen::String);
    assert_eq!(strings.fields, [of("c", nested(DataType::Utf8))]);

    // What holds a conflict comes before what lies in it.
    let third = ("c", vec![of("c", DataType::Boolean)]);
    let [first, second] = files;
    assert_eq!(paths(merge(&[first, second, third], Widen::Lossless).conflicts), ["c", "c.l[].m.value"]);
}

#[test]
fn extension_types_merge_with_themselves() {
    let uuid = |nullable| {
        let metadata = [("ARROW:extension:name", "arrow.uuid"), ("PARQUET:field_id", "7")];
        Field::new("c", DataType::FixedSizeBinary(16), nullable).with_metadata(metadata)
    };
    let merged = merge(&[("a", vec![uuid(false)]), ("b", vec![uuid(true)])], Widen::Lossless);
    assert_eq!(merged.fields[0].extension_type_name(), Some("arrow.uuid"));
    assert_eq!(merged.fields[0].metadata().len(), 1);
    let plain = vec![of("c", DataType::FixedSizeBinary(16))];
    assert_eq!(merge(&[("a", vec![uuid(false)]), ("b", plain)], Widen::Lossless).conflicts.len(), 1);
}

#[test]
fn more_types_than_a_union_has_members_are_a_string() {
    let zones: Vec<_> = (0..129)
        .map(|zone| (zone.to_string(), DataType::Timestamp(TimeUnit::Second, Some(zone.to_string().into()))))
        .collect();
    let files: Vec<_> = zones.iter().map(|(zone, one)| (zone.as_str(), vec![of("c", one.clone())])).collect();
    let merged = merge(&files, Widen::Lossless);
    assert_eq!(merged.fields, [of("c", DataType::Utf8)]);
    assert_eq!(merged.conflicts[0].types.len(), 129);
}

#[test]
fn deep_types_do_not_overflow_the_stack() {
    let deep = |leaf| (0..300).fold(leaf, |inner, _| DataType::List(Arc::new(of("item", inner))));
    let files = [("a", vec![of("c", deep(DataType::Int8))]), ("b", vec![of("c", deep(DataType::Int16))])];
    assert_eq!(merge(&files, Widen::Lossless).conflicts.len(), 1);
}
