//! Tables as programs write them, and what a reader of them expects.

use lineage_schema::{FileSchema, Sample, TextOptions, read_csv};

fn read(text: &str) -> FileSchema {
    read_csv(Sample { bytes: text.as_bytes(), complete: true }, &TextOptions::default()).unwrap()
}

/// `name type`, with `_` for a column without a name and short words for the types.
#[track_caller]
fn check(text: &str, expected: &str) {
    let schema = read(text);
    let place = |(index, field): (usize, &arrow_schema::Field)| {
        let name = if *field.name() == format!("column_{}", index + 1) { "_" } else { field.name() };
        format!("{name} {}", field.data_type())
    };
    let columns: Vec<_> = schema.fields.iter().enumerate().map(place).collect();
    assert_eq!(columns.join(", "), expected, "{text:?}");
}

#[test]
fn a_column_that_numbers_the_rows_needs_no_name() {
    check(",name,city\n0,Kim,Seoul\n1,Lee,Busan\n", "_ Int64, name Utf8, city Utf8");
    check(
        "\"\",\"name\",\"city\"\n\"1\",\"Kim\",\"Seoul\"\n\"2\",\"Lee\",\"Busan\"\n",
        "_ Int64, name Utf8, city Utf8",
    );
    // Nor does one without values.
    check("name,city,\nkim,seoul,\nlee,busan,\n", "name Utf8, city Utf8, _ Null");
    check("v1,v2,,,\nham,\"a, b\",,,\nspam,c,,,\nham,d,,,\n", "v1 Utf8, v2 Utf8, _ Null, _ Null, _ Null");
    // These are values, of which the first is missing.
    check(",Seoul\n3,Busan\n4,Daegu\n", "_ Int64, _ Utf8");
    check(",Seoul\n0,Busan\n,Daegu\n", "_ Int64, _ Utf8");
    check("kim,\nlee,busan\n", "_ Utf8, _ Utf8");
}

#[test]
fn names_of_rows_stand_before_the_columns_that_have_names() {
    check("\"mpg\"\t\"cyl\"\n\"Mazda RX4\"\t21\t6\n\"Valiant\"\t18.1\t6\n", "_ Utf8, mpg Float64, cyl Int64");
    check("\"a\" \"b\"\n\"x y\" 21 6\n\"z\" 18.1 6\n", "_ Utf8, a Float64, b Int64");
    let warnings = |text| read(text).warnings.into_iter().map(|warning| warning.message).collect::<Vec<_>>();
    assert_eq!(
        warnings("a,b\nx,1,2\ny,3,4\n"),
        ["each row has one value more than there are names; the first is taken for the row's own"]
    );
    // A delimiter may end each row, too; and some rows may just be long.
    check("key|name\n0|x|\n1|y|\n", "key Int64, name Utf8");
    assert!(warnings("key|name\n0|x|\n1|y|\n").is_empty());
    check("a,b\n1,x,0\n2,y\n3,z\n", "a Int64, b Utf8");
}

#[test]
fn years_and_dates_may_be_names() {
    check("country,1990,1991,1992\nKorea,1.1,1.2,1.3\n", "country Utf8, 1990 Float64, 1991 Float64, 1992 Float64");
    check("Item,2024,2023\nSales,10,9\nCost,5,4\n", "Item Utf8, 2024 Int64, 2023 Int64");
    check("Country;1990;2000\nKorea;1,1;1,2\nJapan;2,1;2,2\n", "Country Utf8, 1990 Utf8, 2000 Utf8");
    check("region,2024-01-01,2024-01-02\nSeoul,1,2\n", "region Utf8, 2024-01-01 Int64, 2024-01-02 Int64");
    check(
        "Source,Indicators,\n\nName,Code,1960,1961,\nAruba,ABW,5,6,\nKorea,KOR,7,8,\n",
        "Name Utf8, Code Utf8, 1960 Int64, 1961 Int64, _ Null",
    );
    // Values: at different distances, among years, without a name, seen again.
    check("north,2001,1999,2010\nsouth,1990,2003,2004\n", "_ Utf8, _ Int64, _ Int64, _ Int64");
    check("north,2001,2002\nsouth,2005,1990\n", "_ Utf8, _ Int64, _ Int64");
    check("1990,1991,1992\n0.5,0.7,0.9\n", "_ Float64, _ Float64, _ Float64");
    check("a,1990,1991,1992\na,1,2,3\nb,1,2,3\n", "_ Utf8, _ Int64, _ Int64, _ Int64");
    check("x,2024-01-01\ny,2024-01-02\n", "_ Utf8, _ Date32");
}

#[test]
fn a_name_stands_above_figures_and_a_value_above_its_like() {
    check(
        "Timestamp,Describe your day.,Rate: speed\n1/2/2024 10:00,good,a\n1/3/2024 10:00,bad,b\n",
        "Timestamp Utf8, Describe your day. Utf8, Rate: speed Utf8",
    );
    check("Order Date\n1/2/2024 10:00\n1/3/2024 11:00\n", "Order Date Utf8");
    check("Phone Number\n+82 10 1234 5678\n+82 10 2345 6789\n", "Phone Number Utf8");
    check("Kim: x,12/27\nLee: y,01/28\n", "_ Utf8, _ Utf8");
    check("kim,12/27\nlee2,01/28\npark3,02/28\n-4,03/28\n", "_ Utf8, _ Utf8");
    check("{\"a\":\"b\"},x\n{\"a\":\"c\"},y\n", "_ Utf8, _ Utf8");
    check("/a/b.jpg,cat\n/c.jpg,dog\n", "_ Utf8, _ Utf8");
    check("kim,wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\nlee,no\n", "_ Utf8, _ Utf8");
    check("a\u{7f}b,x\nc,y\n", "_ Utf8, _ Utf8");
    // Sentences above sentences are no names, and keys never are.
    check(
        "What is the capital of France?,The capital of it is Paris\nWho has written the play Hamlet?,William Shakespeare is who wrote it\n",
        "_ Utf8, _ Utf8",
    );
    check("AKIAIOSFODNN7EXAMPLE,kim\nAKIAIOSFODNN8EXAMPLE,lee\n", "_ Utf8, _ Utf8");
    check(
        "How satisfied are you with us?,Why?\nvery,because\nlittle,so\n",
        "How satisfied are you with us? Utf8, Why? Utf8",
    );
}

#[test]
fn several_words_name_a_column_of_single_words() {
    for (name, values) in
        [("Email Address", "kim@a.b\nlee@a.b"), ("Customer ID", "C001\nC002"), ("Is Active", "Y\nN\nY")]
    {
        check(&format!("{name}\n{values}\n"), &format!("{name} Utf8"));
    }
    for text in [
        "Kim Minsu\nkim@example.org\n04524\n",
        "Kim Minsu\nLee Sora\nPark\n",
        "Kim Minsu\nhunter\n",
        "import os\nx()\ny()\n",
        "The road not taken\nTwo roads diverged\nin a wood\n",
    ] {
        check(text, "_ Utf8");
    }
    // Of a lone line, only what a programmer would call a column is a name.
    check("abs_file_name\n", "abs_file_name Null");
    for line in ["hunter", "hunter_2", "Hunter_x", "_", "a b_c"] {
        check(line, "_ Utf8");
    }
}

#[test]
fn some_names_may_be_the_same() {
    check("Issue,Key,Sprint,Sprint\nx,AB,s,t\ny,CD,s,\n", "Issue Utf8, Key Utf8, Sprint Utf8, Sprint Utf8");
    check("male,yes,yes\nfemale,no,no\n", "_ Utf8, _ Utf8, _ Utf8");
    // Where the names stand again, files were put together; more often, they are values.
    check("a,b\nx,y\na,b\nz,w\n", "a Utf8, b Utf8");
    check("yes,no\nyes,no\nno,yes\n", "_ Utf8, _ Utf8");
}

#[test]
fn spaces_before_quotes_are_none_of_a_name() {
    check("\"id\", \"name\",   \"n\"\n1, \"a, b\", 2.5\n2, \"c\", 3.5\n", "id Int64, name Utf8, n Float64");
    check(
        "\"Month\", \"1958\", \"1959\", \"1960\"\n\"JAN\",  340,  360,  417\n",
        "Month Utf8, 1958 Int64, 1959 Int64, 1960 Int64",
    );
    check("id, \"x \"\"y\"\" z\" , n\n1, \"a\n, b\", 2\n2, \"c\" ,3\n", "id Int64, x \"y\" z Utf8, n Int64");
    // Quotes inside values are left as they are.
    check("id,text,n\n1, \"a\" b,2\n2, \"c,3\n", "id Int64, text Utf8, n Int64");
    check("id,text\n1, \"a\"\n2, \"c", "id Int64, text Utf8");
    check("id,text,n\n1, \"a\",2\n2, \"c,3", "id Int64, text Utf8, n Int64");
    check("a,b\n\"x, \"\"y\"\"\", \"z\"\n\"\n, \"\"w\", 1\n", "a Utf8, b Utf8");
}

#[test]
fn quotes_that_quote_nothing_are_text() {
    let text = "id\ttitle\tkind\n1\t\"Le clown\tShort\n2\tPoor \"Pierrot\"\tComedy\n3\tx\tDrama\n";
    check(text, "id Int64, title Utf8, kind Utf8");
    let schema = read(text);
    assert_eq!((schema.records, schema.meta.dialect.unwrap().quote), (Some(3), None));
    let quoted = "id\ttitle\n1\t\"x\ty\"\n2\t\"z\nw\"\n";
    assert_eq!(read(quoted).meta.dialect.unwrap().quote, Some('"'));
}

#[test]
fn commas_of_decimals_separate_nothing() {
    check("12,50;3,40\n7,90;2,10\n", "_ Utf8, _ Utf8");
    check("-1,5\tx\n3,5\ty\n", "_ Utf8, _ Utf8");
    check("1,2;3,5\n2,2;4;5,6\n3,7,8\n", "_ Int64, _ Utf8, _ Int64");
    check("Name;Note\nKim;a,b\nLee;c,d\n", "Name Utf8, Note Utf8");
}

#[test]
fn lines_that_are_shorter_than_the_table_are_above_it() {
    let bank = "\"Konto:\";\"DE1250\";\n\"Von:\";\"01.01.2024\";\n\n\"Tag\";\"Wert\";\"Text\";\"Betrag\";\n\
                \"02.01.2024\";\"02.01.2024\";\"Lastschrift\";\"-12,50\";\n\"03.01.2024\";\"03.01.2024\";\"x\";\"5,00\";\n";
    check(bank, "Tag Utf8, Wert Utf8, Text Utf8, Betrag Utf8, _ Null");
    assert_eq!(read(bank).meta.dialect.unwrap().skipped_lines, 3);
    // A short header above rows that differ in width is still the header.
    check("a,b,c\nx,y,z\nk,l,m,n,o\np,q,r,s,t\nu,v,w\n", "a Utf8, b Utf8, c Utf8");
}

#[test]
fn a_figure_is_a_value_when_those_below_are_like_it() {
    check("C001,Kim\nC002,Lee\n", "_ Utf8, _ Utf8");
    check("5 kg,sand\n12 kg,stone\n", "_ Utf8, _ Utf8");
    check("2024년 1월 2일,시작\n2024년 12월 3일,끝\n", "_ Utf8, _ Utf8");
    check("항목,1분기\n매출,\"1,000\"\n비용,\"2,000\"\n", "항목 Utf8, 1분기 Utf8");
    check("launch,\"Jan 2, 2024\"\nend,\"March 13, 2024\"\n", "_ Utf8, _ Utf8");
    check("A-11\nB-12\nC-3\n", "_ Utf8");
    check("Metric,Q1 2024\nSales,\"1,000\"\nCost,500\n", "Metric Utf8, Q1 2024 Utf8");
}

#[test]
fn lines_with_a_mark_may_be_records() {
    check("#1,Kim\n#2,Lee\n", "_ Utf8, _ Utf8");
    let schema = read("# one\ntitle\n# two\na,b,c\n# three\n1,2,3\n4,5,6\n");
    assert_eq!((schema.records, schema.meta.dialect.unwrap().comment), (Some(2), Some('#')));
    check("# of a kind\n#\n#code\tname of it\nAD\tAndorra\nAE\tEmirates\n", "#code Utf8, name of it Utf8");
}
