use std::fmt::Write as _;

use arrow_schema::{DataType, Field, UnionFields, UnionMode};
use lineage_schema::{Column, Compatibility, SchemaDiff, diff, schema_hash};

/// Columns as text: `name type` each, `!` after the type for one that may not be missing, `#` for a partition.
fn columns(text: &str) -> Vec<Column> {
    let column = |text: &str| {
        let (name, data_type) = text.trim().split_once(' ').unwrap();
        let partition = data_type.contains('#');
        let nullable = !data_type.contains('!');
        let data_type = data_type.trim_end_matches(['!', '#']).to_owned();
        Column { name: name.to_owned(), data_type, nullable, partition, children: Vec::new() }
    };
    text.split(';').filter(|text| !text.trim().is_empty()).map(column).collect()
}

fn nested(name: &str, data_type: &str, children: Vec<Column>) -> Vec<Column> {
    vec![Column { name: name.into(), data_type: data_type.into(), nullable: true, partition: false, children }]
}

fn told(diff: &SchemaDiff) -> String {
    let mut text = format!("{:?}", diff.compatibility);
    for change in &diff.changes {
        let (from, to) = (change.from.as_deref().unwrap_or("-"), change.to.as_deref().unwrap_or("-"));
        write!(text, " | {:?} {}: {from} > {to}", change.kind, change.column).unwrap();
    }
    text
}

#[test]
fn columns_come_go_and_change() {
    let check = |old: &str, new: &str, expected: &str| assert_eq!(told(&diff(&columns(old), &columns(new))), expected);
    check("a int32", "a int32", "Full");
    check("", "", "Full");
    check("", "a int32", "Full | Added a: - > int32");
    check("", "a int32!", "Forward | Added a: - > int32");
    check("a int32", "", "Full | Removed a: int32 > -");
    check("a int32!", "", "Backward | Removed a: int32 > -");
    check("a int32", "A int32", "Full | Added A: - > int32 | Removed a: int32 > -");
    check("a int32!", "a int32", "Backward | Nullability a: not null > null");
    check("a int32", "a int32!", "Forward | Nullability a: null > not null");
    check("a int32", "a int64!", "None | Nullability a: null > not null | Widened a: int32 > int64");
    check("a int32", "a int32#", "Full | Retyped a: int32 > int32 (partition)");
    check("a int32; a string", "a int32; a double", "None | Retyped a: string > double");
    check("a int32; a string", "a int32", "Full | Removed a: string > -");
}

#[test]
fn columns_move() {
    let check = |old: &str, new: &str, expected: &str| {
        let columns = |text: &str| columns(&text.replace(' ', ";").replace(';', " int32;"));
        assert_eq!(told(&diff(&columns(&format!("{old};")), &columns(&format!("{new};")))), expected);
    };
    check("a b c d", "b c d a", "Full | Reordered a: 1 > 4");
    check("a b c d", "d a b c", "Full | Reordered d: 4 > 1");
    check("a b", "b a", "Full | Reordered b: 2 > 1");
    check("a b c", "x a b c", "Full | Added x: - > int32");
    check("a b c d", "d c b a", "Full | Reordered d: 4 > 1 | Reordered c: 3 > 2 | Reordered b: 2 > 3");
}

#[test]
fn types_hold_types() {
    let check = |old: &str, new: &str, expected: Compatibility| {
        let (old, new) = (format!("c {old}"), format!("c {new}"));
        let forth = diff(&columns(&old), &columns(&new));
        assert_eq!(forth.compatibility, expected, "{}", told(&forth));
        // What is backward from one side is forward from the other.
        let back = diff(&columns(&new), &columns(&old));
        let expected = match expected {
            Compatibility::Backward => Compatibility::Forward,
            Compatibility::Forward => Compatibility::Backward,
            other => other,
        };
        assert_eq!(back.compatibility, expected, "{}", told(&back));
    };
    use Compatibility::{Backward, Full, None};
    check("int8", "int64", Backward);
    check("uint32", "int64", Backward);
    check("uint32", "int32", None);
    check("uint64", "decimal128(20, 0)", Backward);
    check("int64", "double", Backward);
    check("int64", "float", None);
    check("float", "double", Backward);
    check("int32", "decimal128(10, 0)", Backward);
    check("int32", "decimal128(10, 2)", None);
    check("decimal128(10, 2)", "decimal128(12, 3)", Backward);
    check("decimal128(10, 2)", "decimal128(11, 4)", None);
    check("decimal32(5, 2)", "decimal128(5, 2)", Full);
    check("decimal128(10, 2)", "double", Backward);
    check("date32[day]", "date64[ms]", Backward);
    check("date32[day]", "timestamp[us]", Backward);
    check("date32[day]", "timestamp[us, tz=UTC]", None);
    check("timestamp[ms]", "timestamp[us]", Backward);
    check("timestamp[us]", "timestamp[us, tz=UTC]", None);
    check("timestamp[us, tz=Asia/Seoul]", "timestamp[us, tz=UTC]", None);
    check("time32[s]", "time64[ns]", Backward);
    check("duration[s]", "duration[ms]", Backward);
    check("string", "binary", Backward);
    check("fixed_size_binary[16]", "binary", Backward);
    check("fixed_size_binary[16]", "fixed_size_binary[8]", None);
    check("string", "large_string", Full);
    check("string_view", "string", Full);
    check("dictionary<values=string, indices=int8, ordered=0>", "string", Full);
    check("dictionary<values=timestamp[us, tz=UTC], indices=int8, ordered=0>", "timestamp[us, tz=UTC]", Full);
    check("run_end_encoded<run_ends: int32, values: int32>", "int64", Backward);
    check("null", "struct<a: int32>", Backward);
    check("null", "bool", Backward);
    check("int64", "string", None);
    check("bool", "int8", None);
    check("extension<arrow.uuid>", "fixed_size_binary[16]", None);
    check("extension<arrow.uuid>", "extension<arrow.json>", None);
    check("month_interval", "month_day_nano_interval", None);
    check("unheard of", "int32", None);
}

#[test]
fn nested_columns_are_compared_inside() {
    let check = |old: Vec<Column>, new: Vec<Column>, expected: &str| assert_eq!(told(&diff(&old, &new)), expected);
    let point = |inside: &str| nested("p", &format!("struct<{inside}>"), columns(inside));
    check(
        point("x int32; y int32"),
        point("y int64; z bool"),
        { "None | Widened p.y: int32 > int64 | Added p.z: - > bool | Removed p.x: int32 > -" }
            .replace("None", "Backward")
            .as_str(),
    );
    check(nested("p", "struct<>", Vec::new()), point("x int32!"), "Forward | Added p.x: - > int32");
    check(point("x int32"), columns("p string"), "None | Retyped p: struct<x int32> > string");

    let list = |kind: &str, item: &str| nested("l", kind, columns(&format!("item {item}")));
    check(
        list("list<item: int32>", "int32"),
        list("list<item: int64>", "int64"),
        "Backward | Widened l[]: int32 > int64",
    );
    check(list("list<item: int32>", "int32"), list("large_list<item: int32>", "int32"), {
        "Full | Retyped l: list<item: int32> > large_list<item: int32>"
    });
    check(list("fixed_size_list<item: int32>[3]", "int32"), list("list<item: int32>", "int32"), {
        "Backward | Widened l: fixed_size_list<item: int32>[3] > list<item: int32>"
    });
    check(list("fixed_size_list<item: int32>[3]", "int32"), list("fixed_size_list<item: int32>[4]", "int32"), {
        "None | Retyped l: fixed_size_list<item: int32>[3] > fixed_size_list<item: int32>[4]"
    });

    let map =
        |value: &str| nested("m", &format!("map<string, {value}>"), columns(&format!("key string!; value {value}")));
    check(map("int64"), map("int32"), "Forward | Narrowed m.value: int64 > int32");

    let union = |members: &str| nested("u", "dense_union<…>", columns(members));
    check(
        union("int64 int64; string string"),
        union("bool bool; int64 int64; string string"),
        "Backward | Retyped u: dense_union<…> > dense_union<…>".replace("Retyped", "Widened").as_str(),
    );
    check(columns("u int32"), union("int64 int64; string string"), "Backward | Widened u: int32 > dense_union<…>");
    check(columns("u null"), union("int64 int64; string string"), "Backward | Widened u: null > dense_union<…>");
    check(union("int64 int64; string string"), columns("u null"), "Forward | Narrowed u: dense_union<…> > null");
    let wide = |members: &str| nested("u", "dense_union<… >", columns(members));
    check(union("double double; int8 int8"), wide("double double; float float"), {
        "Full | Retyped u: dense_union<…> > dense_union<… >"
    });
    check(columns("u int64"), union("int64 int64; string string"), "Backward | Widened u: int64 > dense_union<…>");
    check(union("int64 int64; string string"), columns("u bool"), "None | Retyped u: dense_union<…> > bool");
}

#[test]
fn reasons_name_the_fields() {
    let old = columns("a int32!; b string; c int64; d bool");
    let new = columns("b int32; c int32; d bool!; e bool!");
    insta::assert_debug_snapshot!(diff(&old, &new));
    let diff = diff(&old, &new);
    assert_eq!(diff.breaks(Compatibility::None), [""; 0]);
    assert_eq!(diff.breaks(Compatibility::Full).len(), diff.breaks_backward.len() + diff.breaks_forward.len());
}

#[test]
fn deep_columns_do_not_overflow_the_stack() {
    let deep =
        |leaf: &str| (0..5000).fold(columns(leaf), |children, _| nested("s", &format!("struct<{leaf}>"), children));
    assert_eq!(diff(&deep("a int32"), &deep("a int64")).changes.len(), 1);
}

#[test]
fn other_names_inside_a_type_are_told() {
    let check = |old: Vec<Column>, new: Vec<Column>, expected: &str| assert_eq!(told(&diff(&old, &new)), expected);
    let list = |name: &str| nested("l", &format!("list<{name}: int32>"), columns(&format!("{name} int32")));
    check(list("item"), list("element"), "Full | Retyped l: list<item: int32> > list<element: int32>");
    let held = |name: &str| nested("s", &format!("struct<l: list<{name}: int32>>"), list(name));
    check(held("item"), held("element"), "Full | Retyped s.l: list<item: int32> > list<element: int32>");
    let map = |name: &str| {
        nested("m", &format!("map<string, int32 ('{name}')>"), columns(&format!("key string!; {name} int32")))
    };
    check(map("v"), map("w"), "Full | Retyped m: map<string, int32 ('v')> > map<string, int32 ('w')>");
}

#[test]
fn another_hash_has_changes() {
    let inside = |types: &[DataType]| -> Vec<Field> {
        let fields = types.iter().flat_map(|one| [("x", true), ("y", true), ("x", false)].map(|name| (name, one)));
        fields.map(|((name, nullable), data_type)| Field::new(name, data_type.clone(), nullable)).collect()
    };
    let list = |field: Field| DataType::List(field.into());
    let structs = |field: Field| DataType::Struct(vec![field].into());
    let map = |field: Field| {
        let entries = DataType::Struct(vec![Field::new("key", DataType::Utf8, false), field].into());
        DataType::Map(Field::new("entries", entries, false).into(), false)
    };
    let union = |field| DataType::Union(UnionFields::from_fields([field]), UnionMode::Dense);
    let mut types = vec![DataType::Null, DataType::Int32, DataType::Int64];
    types.extend(
        inside(&types)
            .into_iter()
            .flat_map(|field| [list(field.clone()), structs(field.clone()), map(field.clone()), union(field)]),
    );
    types.extend(inside(&types).into_iter().flat_map(|field| [list(field.clone()), structs(field)]));
    let columns = types.into_iter().map(|data_type| [Column::from(&Field::new("c", data_type, true))]);
    let columns: Vec<_> = columns.map(|columns| (schema_hash(&columns), columns)).collect();
    for (hash_old, old) in &columns {
        for (hash_new, new) in &columns {
            assert!(hash_old == hash_new || !diff(old, new).changes.is_empty(), "{old:?} {new:?}");
        }
    }
}
