//! Column lineage of the SQL in a pipeline's steps.

use std::fmt::Write;

use lineage_model::document::{ColumnLineageDocument, ColumnPlace, LineageDocument, View};
use lineage_sql::pipeline::{PipelineSql, add_columns};
use lineage_sql::{Catalog, TableColumns};
use serde_json::{Value, json};

/// What is told of columns, line by line, and the warnings.
fn check(steps: Value) -> String {
    let definition = json!({"Version": "2020-12-01", "Steps": steps, "Parameters": [
        {"Name": "Bucket", "Type": "String", "DefaultValue": "lake"},
        {"Name": "Since", "Type": "String"},
        {"Name": "ApiToken", "Type": "String", "DefaultValue": "planted"},
        {"Name": "Query", "Type": "String", "DefaultValue": "INSERT INTO db.t SELECT a FROM db.s"},
    ]});
    let mut document = LineageDocument::from_definition(&definition.to_string(), View::Both).unwrap();
    add_columns(&mut document);
    assert_eq!(document.graph_pipeline.as_ref(), Some(&document.graph));
    let answer = serde_json::to_string(&document).unwrap();
    assert!(!answer.contains("planted") && !answer.contains("SELECT"), "{answer}");
    told(&document)
}

fn told(document: &LineageDocument) -> String {
    let mut told = String::new();
    let mut section = |title: String, columns: &[ColumnLineageDocument]| {
        if !columns.is_empty() {
            writeln!(told, "{title}").unwrap();
        }
        for ColumnLineageDocument { to, from, r#type, subtype, .. } in columns {
            writeln!(told, "  {} <- {} {type} {subtype}", place(to), place(from)).unwrap();
        }
    };
    for artifact in &document.graph.artifacts {
        section(format!("at {}", artifact.uri), &artifact.column_lineage);
    }
    for edge in &document.graph.edges {
        section(format!("{} -> {} ({})", edge.from, edge.to, edge.via.as_str()), &edge.column_lineage);
    }
    for node in &document.graph.nodes {
        section(format!("in {}", node.id), &node.column_lineage);
    }
    for warning in &document.warnings {
        writeln!(told, "{}: {}", warning.code, warning.message).unwrap();
    }
    told
}

fn place(place: &ColumnPlace) -> String {
    let column = place.column.as_ref().map(|column| format!(".{column}")).unwrap_or_default();
    format!("{}{column}", place.table.as_deref().unwrap_or("?"))
}

fn athena(query: Value) -> Value {
    json!([{"Name": "Load", "Type": "Processing", "Arguments": {"ProcessingInputs": [
        {"InputName": "orders", "DatasetDefinition": {"AthenaDatasetDefinition": {
            "Catalog": "AwsDataCatalog", "Database": "sales", "QueryString": query,
            "OutputS3Uri": {"Std:Join": {"On": "/", "Values": ["s3:/", {"Get": "Parameters.Bucket"}, "staging/"]}}}}}]}}])
}

fn spark(arguments: Value) -> Value {
    json!([{"Name": "Clean", "Type": "Processing", "Arguments": {"AppSpecification": {
        "ContainerEntrypoint": ["smspark-submit", "/opt/ml/processing/input/code/run.py"],
        "ContainerArguments": arguments}}}])
}

fn emr(arguments: Value) -> Value {
    json!([{"Name": "Daily", "Type": "EMR", "Arguments": {"ClusterId": "j-1", "StepConfig": {"HadoopJarStep": {
        "Jar": "command-runner.jar", "Args": arguments}}}}])
}

#[test]
fn athena_queries_fill_their_staging_place() {
    insta::assert_snapshot!(check(athena(json!(
        "SELECT o.id, amount * 2 AS twice FROM orders o JOIN crm.people p ON p.id = o.person WHERE p.key = 'planted'"
    ))));
}

#[test]
fn references_are_resolved_or_stay_as_they_are() {
    insta::assert_snapshot!(check(athena(json!({"Std:Join": {"On": "", "Values": [
        "SELECT a, {Get: 1} FROM t"]}}))));
    insta::assert_snapshot!(check(athena(json!({"Std:Join": {"On": " ", "Values": [
        "SELECT a AS", {"Get": "Parameters.Since"}, "FROM", {"Get": "Parameters.Bucket"},
        "WHERE token = '", {"Get": "Parameters.ApiToken"}, "' AND day >", {"Get": "Steps.Other.OutputParameters['d']"}]}}))));
    insta::assert_snapshot!(check(athena(json!({"Get": "Parameters.Since"}))));
}

#[test]
fn redshift_queries_fill_theirs() {
    insta::assert_snapshot!(check(json!([{"Name": "Load", "Type": "Processing", "Arguments": {"ProcessingInputs": [
        {"InputName": "people", "DatasetDefinition": {"RedshiftDatasetDefinition": {
            "ClusterId": "warehouse", "Database": "dev", "DbUser": "loader", "ClusterRoleArn": "arn:aws:iam::1:role/r",
            "QueryString": "SELECT name || 'planted' AS name, count(*) FROM public.people GROUP BY 1",
            "OutputS3Uri": "s3://lake/people/"}}}]}}])));
}

#[test]
fn arguments_that_are_sql() {
    for (name, arguments) in [
        (
            "spark_sql",
            json!([
                "spark-sql",
                "-e",
                "INSERT OVERWRITE DIRECTORY 's3a://lake/out/' USING parquet
            SELECT id, \"planted\" || name FROM parquet.`s3://lake/in/`"
            ]),
        ),
        (
            "hive",
            json!(["hive", "-e", "-- daily\nINSERT OVERWRITE TABLE db.t SELECT a FROM db.s WHERE k = \"planted\""]),
        ),
        (
            "option",
            json!(["/run.sh", "--name", "create a model of the best", "--sql=CREATE TABLE db.t AS SELECT a FROM db.s"]),
        ),
        ("reference", json!(["/run.sh", {"Get": "Parameters.Query"}])),
        ("unknown", json!(["/run.sh", "--query", "SELECT a FROM db.s WHERE token = \"planted\""])),
        ("expression", json!(["spark-sql", "-e", "SELECT a || 'planted', b + 4111 FROM db.s"])),
        ("bad", json!(["spark-sql", "-e", "SELECT a FROM db.s;\nSELEC 'planted' FROM db.s"])),
        (
            "copy",
            json!([
                "/load.sh",
                "s3://lake/in/",
                "--query",
                "COPY sales.t FROM 's3://lake/in/' IAM_ROLE 'planted';
            UNLOAD ('select a from sales.t where b = ''planted''') TO 's3://lake/in/u/' IAM_ROLE 'planted'"
            ]),
        ),
        (
            "none",
            json!(["spark-submit", "s3://lake/run.py", "--note", "please select 'planted'", "--filter", "insert"]),
        ),
    ] {
        insta::assert_snapshot!(name, check(emr(arguments)));
    }
}

#[test]
fn arguments_of_a_spark_job_join_its_places() {
    insta::assert_snapshot!(check(spark(json!([
        "--output",
        "s3://lake/clean/",
        "--sql",
        "CREATE TABLE clean USING parquet LOCATION 's3://lake/clean/daily' AS
         SELECT id, upper(name) AS name FROM delta.`s3://lake/raw/people`",
        "--input",
        "s3://lake/raw/"
    ]))));
}

#[test]
fn serverless_jobs() {
    let job = |driver: Value| {
        check(json!([{"Name": "Run", "Type": "EMRServerless", "Arguments": {
        "ApplicationId": "a", "JobConfig": {"jobDriver": driver}}}]))
    };
    insta::assert_snapshot!(job(json!({"hive": {"query": "INSERT INTO db.t SELECT a FROM db.s"}})));
    insta::assert_snapshot!(job(json!({"sparkSubmit": {"entryPoint": "s3://lake/run.py", "entryPointArguments":
        ["--statement", "MERGE INTO db.t USING db.s ON t.id = s.id WHEN MATCHED THEN UPDATE SET a = s.a"]}})));
}

#[test]
fn edges_between_steps_have_what_flows() {
    let query = "CREATE TABLE db.t WITH (external_location = 's3://lake/t/') AS SELECT a, b FROM db.s";
    insta::assert_snapshot!(check(json!([
        {"Name": "First", "Type": "EMR", "Arguments": {"ClusterId": "j-1", "StepConfig": {"HadoopJarStep": {
            "Jar": "command-runner.jar", "Args": ["trino-cli", "--execute", query, "--output", "s3://lake/t/"]}}}},
        {"Name": "Second", "Type": "EMR", "DependsOn": ["First"], "Arguments": {"ClusterId": "j-1", "StepConfig": {"HadoopJarStep": {
            "Jar": "command-runner.jar", "Args": ["spark-sql", "-e",
                "INSERT INTO db.u SELECT a AS x FROM parquet.`s3://lake/t`", "--input", "s3://lake/t/"]}}}},
    ])));
}

#[test]
fn temporary_views_are_seen_through() {
    insta::assert_snapshot!(check(emr(json!([
        "spark-sql",
        "-e",
        "CREATE TEMPORARY VIEW v AS SELECT a FROM db.s; INSERT INTO db.t SELECT a FROM v"
    ]))));
}

#[test]
fn there_is_a_limit() {
    let texts: Vec<_> = (0..70).map(|at| json!(format!("--sql=SELECT a{at} FROM db.s"))).collect();
    let told = check(emr(Value::from(texts)));
    assert!(
        told.ends_with("truncated: texts of SQL beyond the first 64, or the first MiB, that were not read: 6\n"),
        "{told}"
    );
    let wide: Vec<_> = (0..10_010).map(|at| format!("a{at}")).collect();
    let told = check(emr(json!([format!("--sql=INSERT INTO db.t SELECT {} FROM db.s", wide.join(","))])));
    assert_eq!(told.matches(" DIRECT IDENTITY\n").count(), 10_000);
    assert!(told.ends_with("too-many-edges: there are more edges between columns than the 10000 that are listed\n"));
    let long = format!("--sql=SELECT {} a FROM db.s", "a, ".repeat(1 << 19));
    assert!(check(emr(json!([long]))).contains("truncated: "));
}

#[test]
fn kept_schemas_say_what_a_star_is() {
    let steps = emr(json!([
        "spark-sql",
        "--input",
        "s3://lake/raw/people/",
        "--output",
        "s3://lake/clean",
        "-e",
        "CREATE TABLE people USING delta LOCATION 's3a://lake/raw/people';
         INSERT OVERWRITE DIRECTORY 's3://lake/clean/a' USING parquet SELECT * FROM parquet.`s3a://lake/raw/people/`;
         INSERT OVERWRITE DIRECTORY 's3://lake/clean/b' USING parquet SELECT p.* FROM people p",
    ]));
    let definition = json!({"Steps": steps}).to_string();
    let run = |columns: &[&str]| {
        let mut document = LineageDocument::from_definition(&definition, View::Both).unwrap();
        let sql = PipelineSql::take(&mut document);
        let places: Vec<_> = sql.places().into_iter().collect();
        assert_eq!(places, ["s3://lake/clean/a", "s3://lake/clean/b", "s3://lake/raw/people"]);
        let names = TableColumns::Names(columns.iter().map(|name| (*name).to_owned()).collect());
        let known = Catalog::from([("s3://lake/raw/people".to_owned(), names)]);
        sql.columns(&if columns.is_empty() { Catalog::new() } else { known }).add_to(&mut document);
        told(&document)
    };
    insta::assert_snapshot!(run(&["id", "name"]));
    insta::assert_snapshot!(run(&[]));
}

#[test]
fn views_of_the_data_alone_have_it_on_artifacts() {
    let definition = json!({"Steps": athena(json!("SELECT a FROM t"))}).to_string();
    let mut document = LineageDocument::from_definition(&definition, View::Data).unwrap();
    add_columns(&mut document);
    assert!(document.graph.nodes.is_empty() && document.graph_pipeline.is_none());
    assert!(document.graph.artifacts.iter().any(|artifact| !artifact.column_lineage.is_empty()));
}

#[test]
fn the_keys_of_the_contract() {
    let definition = json!({"Steps": athena(json!("SELECT a FROM t WHERE b > 1"))}).to_string();
    let mut document = LineageDocument::from_definition(&definition, View::Pipeline).unwrap();
    let without = serde_json::to_string(&document).unwrap();
    assert!(!without.contains("columnLineage") && !without.contains("queries"));
    add_columns(&mut document);
    let lists: Vec<_> = document
        .graph
        .artifacts
        .iter()
        .map(|artifact| &artifact.column_lineage)
        .filter(|list| !list.is_empty())
        .collect();
    let place = "s3://{Parameters.Bucket}/staging/";
    let expected = format!(
        r#"[[{{"to":{{"table":"{place}","column":"a"}},"from":{{"table":"awsdatacatalog.sales.t","column":"a"}},"type":"DIRECT","subtype":"IDENTITY"}},{{"to":{{"table":"{place}"}},"from":{{"table":"awsdatacatalog.sales.t","column":"b"}},"type":"INDIRECT","subtype":"FILTER"}}]]"#
    );
    assert_eq!(serde_json::to_string(&lists).unwrap(), expected);
}
