//! The names of types, as pyarrow 25 prints them (`str(field.type)` there gave each expected text).

use std::sync::Arc;

use arrow_schema::DataType::{self, *};
use arrow_schema::IntervalUnit::{DayTime, MonthDayNano, YearMonth};
use arrow_schema::TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};
use arrow_schema::{Field, FieldRef, Fields, UnionFields, UnionMode};
use lineage_schema::type_name;

fn check(data_type: DataType, expected: &str) {
    assert_eq!(type_name(&Field::new("c", data_type, true)), expected);
}

fn field(name: &str, data_type: DataType) -> FieldRef {
    Arc::new(Field::new(name, data_type, true))
}

fn required(name: &str, data_type: DataType) -> FieldRef {
    Arc::new(Field::new(name, data_type, false))
}

fn item() -> FieldRef {
    field("item", Int32)
}

fn map(entries: &str, key: &str, value: FieldRef, sorted: bool) -> DataType {
    Map(required(entries, Struct(vec![required(key, Utf8), value].into())), sorted)
}

#[test]
fn plain_types() {
    check(Null, "null");
    check(Boolean, "bool");
    check(Int8, "int8");
    check(UInt8, "uint8");
    check(Int16, "int16");
    check(UInt16, "uint16");
    check(Int32, "int32");
    check(UInt32, "uint32");
    check(Int64, "int64");
    check(UInt64, "uint64");
    check(Float16, "halffloat");
    check(Float32, "float");
    check(Float64, "double");
    check(Binary, "binary");
    check(FixedSizeBinary(16), "fixed_size_binary[16]");
    check(LargeBinary, "large_binary");
    check(BinaryView, "binary_view");
    check(Utf8, "string");
    check(LargeUtf8, "large_string");
    check(Utf8View, "string_view");
    check(Decimal32(5, 2), "decimal32(5, 2)");
    check(Decimal64(12, 3), "decimal64(12, 3)");
    check(Decimal128(10, 2), "decimal128(10, 2)");
    check(Decimal128(38, -2), "decimal128(38, -2)");
    check(Decimal256(50, 10), "decimal256(50, 10)");
}

#[test]
fn dates_and_times() {
    check(Timestamp(Second, None), "timestamp[s]");
    check(Timestamp(Second, Some("UTC".into())), "timestamp[s, tz=UTC]");
    check(Timestamp(Millisecond, None), "timestamp[ms]");
    check(Timestamp(Millisecond, Some("UTC".into())), "timestamp[ms, tz=UTC]");
    check(Timestamp(Microsecond, None), "timestamp[us]");
    check(Timestamp(Microsecond, Some("UTC".into())), "timestamp[us, tz=UTC]");
    check(Timestamp(Nanosecond, None), "timestamp[ns]");
    check(Timestamp(Nanosecond, Some("UTC".into())), "timestamp[ns, tz=UTC]");
    check(Timestamp(Microsecond, Some("+09:00".into())), "timestamp[us, tz=+09:00]");
    check(Timestamp(Nanosecond, Some("Asia/Seoul".into())), "timestamp[ns, tz=Asia/Seoul]");
    check(Timestamp(Microsecond, Some("".into())), "timestamp[us]");
    check(Date32, "date32[day]");
    check(Date64, "date64[ms]");
    check(Time32(Second), "time32[s]");
    check(Time32(Millisecond), "time32[ms]");
    check(Time64(Microsecond), "time64[us]");
    check(Time64(Nanosecond), "time64[ns]");
    check(Duration(Second), "duration[s]");
    check(Duration(Millisecond), "duration[ms]");
    check(Duration(Microsecond), "duration[us]");
    check(Duration(Nanosecond), "duration[ns]");
    check(Interval(YearMonth), "month_interval");
    check(Interval(DayTime), "day_time_interval");
    check(Interval(MonthDayNano), "month_day_nano_interval");
}

#[test]
fn nested_types() {
    check(List(item()), "list<item: int32>");
    check(List(required("element", Int32)), "list<element: int32 not null>");
    check(LargeList(item()), "large_list<item: int32>");
    check(ListView(item()), "list_view<item: int32>");
    check(LargeListView(item()), "large_list_view<item: int32>");
    check(FixedSizeList(item(), 3), "fixed_size_list<item: int32>[3]");
    check(Struct(vec![field("a", Int32), field("b", Utf8)].into()), "struct<a: int32, b: string>");
    check(Struct(Fields::empty()), "struct<>");
    check(Struct(vec![required("a", Int32)].into()), "struct<a: int32 not null>");
    let odd = vec![field("a b", Int32), field("c: d", Int32), field("e>", Int32)];
    check(Struct(odd.into()), "struct<a b: int32, c: d: int32, e>: int32>");
    check(map("entries", "key", field("value", Int32), false), "map<string, int32>");
    check(map("entries", "key", field("value", Int32), true), "map<string, int32, keys_sorted>");
    check(map("entries", "key", required("value", Int32), false), "map<string, int32>");
    check(map("entries", "k", field("v", Int32), false), "map<string ('k'), int32 ('v')>");
    check(map("m", "key", field("value", Int32), true), "map<string, int32, keys_sorted ('m')>");
    let inner = Struct(vec![field("a", Int32), field("l", List(field("item", Timestamp(Millisecond, None))))].into());
    check(List(field("element", inner)), "list<element: struct<a: int32, l: list<item: timestamp[ms]>>>");
    let members = |codes: [i8; 2]| UnionFields::try_new(codes, [item(), field("b", Utf8)]).unwrap();
    check(Union(members([0, 1]), UnionMode::Sparse), "sparse_union<item: int32=0, b: string=1>");
    check(Union(members([5, 7]), UnionMode::Dense), "dense_union<item: int32=5, b: string=7>");
    let ends = required("run_ends", Int32);
    check(RunEndEncoded(ends, field("values", Utf8)), "run_end_encoded<run_ends: int32, values: string>");
}

#[test]
fn dictionaries() {
    let strings = |index| Dictionary(Box::new(index), Box::new(Utf8));
    check(strings(Int32), "dictionary<values=string, indices=int32, ordered=0>");
    let ordered = Field::new("c", strings(Int8), true).with_dict_is_ordered(true);
    assert_eq!(type_name(&ordered), "dictionary<values=string, indices=int8, ordered=1>");
    let large = Dictionary(Box::new(Int16), Box::new(LargeUtf8));
    check(large, "dictionary<values=large_string, indices=int16, ordered=0>");
    check(List(ordered.into()), "list<c: dictionary<values=string, indices=int8, ordered=1>>");
}

#[test]
fn extension_types() {
    #[track_caller]
    fn check(storage: DataType, name: &str, metadata: &str, expected: &str) {
        let metadata = [("ARROW:extension:name", name), ("ARROW:extension:metadata", metadata)];
        let extended = Field::new("c", storage, true).with_metadata(metadata);
        assert_eq!(type_name(&extended), expected);
        assert_eq!(type_name(&Field::new("l", List(extended.into()), true)), format!("list<c: {expected}>"));
    }
    check(FixedSizeBinary(16), "arrow.uuid", "", "extension<arrow.uuid>");
    check(Utf8, "arrow.json", "", "extension<arrow.json>");
    check(Int8, "arrow.bool8", "", "extension<arrow.bool8>");
    let opaque = r#"{"type_name":"t","vendor_name":"v"}"#;
    let named = "extension<arrow.opaque[storage_type=int32, type_name=t, vendor_name=v]>";
    check(Int32, "arrow.opaque", opaque, named);
    let tensor = |parameters: &str| format!("extension<arrow.fixed_shape_tensor[value_type=int32, {parameters}]>");
    let numbers = || FixedSizeList(item(), 6);
    check(numbers(), "arrow.fixed_shape_tensor", r#"{"shape":[2,3]}"#, &tensor("shape=[2,3]"));
    let all = r#"{"shape":[2,3],"permutation":[1,0],"dim_names":["a","b"]}"#;
    let named = tensor("shape=[2,3], permutation=[1,0], dim_names=[a,b]");
    check(numbers(), "arrow.fixed_shape_tensor", all, &named);
    // Not what the extension is stored as, not its parameters, not one that pyarrow knows.
    check(Int32, "arrow.uuid", "", "int32");
    check(Int32, "arrow.opaque", "{", "int32");
    check(Int32, "my.own", "", "int32");
}
