//! What somebody is told who may see some Studio domains only.

use std::collections::{BTreeMap, BTreeSet};
use std::future::pending;

use futures_executor::block_on;
use lineage_model::collect::{
    CatalogQuery, CollectError, DomainQuery, ExecutionChoice, ExecutionsQuery, LineageQuery, by_domain, catalog,
    executions, lineage, overview, pipelines,
};
use lineage_model::source::{
    Domain, MockLineageSource, Pipeline, PipelineSummary, SourceError, SourceErrorKind, UserContext,
};
use lineage_model::{Observed, PipelineName, Region};
use serde_json::{Value, json};

type Tags = &'static [(&'static str, &'static str)];

/// Each pipeline's name, its tags (none: they may not be read) and the domain of who made it.
const PIPELINES: [(&str, Option<Tags>, Option<&str>); 7] = [
    ("ById", Some(&[("DomainId", "d-1")]), None),
    ("ByMaker", Some(&[("Env", "dev")]), Some("d-1")),
    ("ByName", Some(&[("DomainName", "studio-a")]), Some("d-2")),
    ("Denied", None, Some("d-1")),
    ("Nowhere", Some(&[("Env", "dev")]), None),
    ("Other", Some(&[("DomainName", "studio-b")]), Some("d-1")),
    // Without the list of domains, its tags would put it into the wrong one.
    ("Pretender", Some(&[("DomainId", "d-2"), ("DomainName", "studio-a")]), None),
];

fn region() -> Region {
    Region::new("eu-west-1").unwrap()
}

fn denied(action: &'static str, resource: &str) -> SourceError {
    SourceError::new(SourceErrorKind::AccessDenied, action, resource, format!("not authorized on {resource}"))
}

fn set(names: &[&str]) -> Option<BTreeSet<String>> {
    Some(names.iter().map(|name| (*name).to_owned()).collect())
}

fn tags(tags: Option<Tags>, name: &str) -> Result<BTreeMap<String, String>, SourceError> {
    let tags = tags.ok_or_else(|| denied("sagemaker:ListTags", name))?;
    Ok(tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
}

fn maker(domain: Option<&str>) -> Option<UserContext> {
    domain.map(|id| UserContext { domain_id: Some(id.to_owned()), ..UserContext::default() })
}

fn source(are_listed: bool, definition: &'static str) -> MockLineageSource {
    let mut source = MockLineageSource::default();
    source.feature_groups.expect_offline_stores().returning(|_| Ok(Vec::new()));
    source.pipelines.expect_domains().times(..=1).returning(move |_| {
        let domain = |id: &str, name: &str| Domain { id: id.into(), name: name.into(), ..Domain::default() };
        match are_listed {
            true => Ok(vec![domain("d-1", "studio-a"), domain("d-2", "studio-b")]),
            false => Err(denied("sagemaker:ListDomains", "eu-west-1")),
        }
    });
    source.pipelines.expect_pipelines().returning(|_| {
        let summary = |(name, told, made): &(&str, Option<Tags>, Option<&str>)| PipelineSummary {
            name: (*name).to_owned(),
            tags: tags(*told, name).map_or_else(Observed::from, Observed::known),
            created_by: maker(*made).map_or(Observed::NotConfigured, Observed::known),
            ..PipelineSummary::default()
        };
        Ok(PIPELINES.iter().map(summary).collect())
    });
    source.pipelines.expect_pipeline().returning(move |_, asked| {
        let found = PIPELINES.iter().find(|(name, ..)| *name == asked.as_str());
        let (name, _, made) =
            found.ok_or_else(|| SourceError::not_found("sagemaker:DescribePipeline", asked.as_str()))?;
        let (name, arn) = ((*name).to_owned(), (*name).to_owned());
        Ok(Pipeline { name, arn, created_by: maker(*made), definition: definition.into(), ..Pipeline::default() })
    });
    source.pipelines.expect_tags().returning(|_, arn| {
        let found = PIPELINES.iter().find(|(name, ..)| *name == arn).unwrap();
        tags(found.1, arn)
    });
    source
}

const EMPTY: &str = r#"{"Steps": []}"#;

/// Which pipelines somebody sees, with the list of domains and without it.
const SEEN: [(&[&str], bool, &[&str], usize); 8] = [
    (&["studio-a"], true, &["ById", "ByMaker", "ByName"], 1),
    (&["d-1"], true, &["ById", "ByMaker", "ByName"], 1),
    (&["d-2", "gone"], true, &["Other", "Pretender"], 1),
    (&["d-1", "studio-b"], true, &["ById", "ByMaker", "ByName", "Other", "Pretender"], 1),
    (&["gone"], true, &[], 1),
    (&[], true, &[], 0),
    // By an id alone nobody can say a name, nor by a name an id.
    (&["studio-a"], false, &["ByName"], 4),
    (&["d-1"], false, &["ById", "ByMaker"], 3),
];

fn names(list: &Value, key: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|entry| entry[key].as_str().unwrap().to_owned()).collect()
}

#[test]
fn lists_name_what_may_be_seen() {
    for (within, are_listed, expected, hidden) in SEEN {
        let mut query = CatalogQuery::new(vec![region()]);
        query.within = set(within);
        let check = |document: Value, key: &str| {
            let listed = &document["regions"][0];
            let mut found = names(&listed["pipelines"], key);
            found.sort();
            assert_eq!(found, expected, "{within:?} {document}");
            let message = format!("pipelines that are left out because their domains could not be read: {hidden}");
            let told = document["warnings"].as_array().unwrap();
            assert_eq!(told.iter().any(|told| told["message"] == message), hidden > 0, "{within:?} {told:?}");
            assert_eq!(told.len(), usize::from(hidden > 0) + usize::from(!are_listed), "{within:?} {told:?}");
            for (name, ..) in PIPELINES.iter().filter(|(name, ..)| !expected.contains(name)) {
                assert!(!document.to_string().contains(name), "{within:?} {name} {document}");
            }
            listed["domains"].clone()
        };
        let source = || source(are_listed, EMPTY);
        check(serde_json::to_value(block_on(pipelines(&source(), &query, pending()))).unwrap(), "name");
        let domains = check(serde_json::to_value(block_on(catalog(&source(), &query, pending()))).unwrap(), "name");
        let seen: Vec<_> = [("d-1", "studio-a"), ("d-2", "studio-b")].into_iter().collect();
        let seen = seen.iter().filter(|(id, name)| are_listed && (within.contains(id) || within.contains(name)));
        let seen: Vec<_> = seen.map(|(id, name)| json!({"DomainId": id, "DomainName": name})).collect();
        assert_eq!(domains, json!(seen), "{within:?}");
        let mut source = source();
        // Nothing is asked about a domain that may not be seen.
        source.pipelines.expect_domain().times(seen.len()).returning(|_, id| {
            let id = id.to_owned();
            Ok(Domain { id, ..Domain::default() })
        });
        check(serde_json::to_value(block_on(overview(&source, &query, pending()))).unwrap(), "pipelineName");
    }
}

#[test]
fn a_pipeline_that_may_not_be_seen_is_not_there() {
    for (within, are_listed, expected, _) in SEEN {
        for definition in [EMPTY, "no definition"] {
            for name in PIPELINES.iter().map(|(name, ..)| *name).chain(["Missing"]) {
                let mut query = LineageQuery::new(region(), PipelineName::new(name).unwrap());
                query.within = set(within);
                let found = block_on(lineage(&source(are_listed, definition), &query));
                let is_seen = expected.contains(&name);
                let case = format!("{within:?} {name} {definition}: {found:?}");
                match found {
                    Ok(document) => {
                        assert!(is_seen && definition == EMPTY, "{case}");
                        assert_eq!(document.warnings.len(), usize::from(!are_listed), "{case}");
                    }
                    Err(CollectError::Definition(_)) => assert!(is_seen && definition != EMPTY, "{case}"),
                    Err(CollectError::Source(error)) => {
                        assert!(error.kind == SourceErrorKind::NotFound && !is_seen, "{case}");
                    }
                    Err(_) => panic!("{case}"),
                }
            }
        }
    }
}

#[test]
fn the_executions_of_what_may_not_be_seen_are_not_asked_for() {
    for (within, are_listed, expected, _) in SEEN {
        for name in PIPELINES.iter().map(|(name, ..)| *name).chain(["Missing"]) {
            let is_seen = expected.contains(&name);
            let mut source = source(are_listed, "no definition");
            source.executions.expect_executions().times(usize::from(is_seen)).returning(|_, _, _| Ok(Vec::new()));
            let mut query = ExecutionsQuery::new(region(), PipelineName::new(name).unwrap());
            query.within = set(within);
            match block_on(executions(&source, &query, pending())) {
                Ok(document) => assert!(is_seen && document.pipeline == name, "{within:?} {name}"),
                Err(CollectError::Source(error)) => {
                    let missing = SourceError::not_found("sagemaker:DescribePipeline", name);
                    assert!(!is_seen && error.to_string() == missing.to_string(), "{within:?} {name}: {error}");
                }
                Err(error) => panic!("{within:?} {name}: {error}"),
            }
        }
    }
}

fn execution_of(name: &str) -> ExecutionChoice {
    let name = name.to_lowercase();
    ExecutionChoice::Named(format!("arn:aws:sagemaker:eu-west-1:111122223333:pipeline/{name}/execution/a1"))
}

/// An execution says nothing of a pipeline that its caller may not see, nor does the domain that is asked for.
#[test]
fn other_filters_tell_no_more() {
    let answer = |name: &str, execution: &ExecutionChoice, domain: Option<&str>| {
        let mut source = source(true, EMPTY);
        let missing = || SourceError::not_found("sagemaker:DescribePipelineExecution", "x");
        source.executions.expect_executions().returning(|_, _, _| Ok(Vec::new()));
        source.executions.expect_execution().returning(move |_, _| Err(missing()));
        source.executions.expect_definition().returning(move |_, _| Err(missing()));
        source.executions.expect_parameters().returning(move |_, _| Err(missing()));
        source.executions.expect_steps().returning(move |_, _| Err(missing()));
        let mut query = LineageQuery::new(region(), PipelineName::new(name).unwrap());
        (query.within, query.execution) = (set(&["studio-a"]), execution.clone());
        query.domain = domain.map(str::to_owned);
        block_on(lineage(&source, &query)).map(|_| ()).map_err(|error| error.to_string())
    };
    for domain in [None, Some("studio-a"), Some("studio-b")] {
        for execution in [
            |_: &str| ExecutionChoice::None,
            |_: &str| ExecutionChoice::Latest,
            |_: &str| ExecutionChoice::Named("a1".to_owned()),
            execution_of,
            |_: &str| execution_of("ById"),
        ] {
            let told = ["Other", "Missing"].map(|name| {
                let error = answer(name, &execution(name), domain).unwrap_err();
                error.replace(name, "P")
            });
            assert_eq!(told[0], told[1]);
        }
        assert_eq!(answer("ById", &ExecutionChoice::Latest, domain).is_ok(), domain != Some("studio-b"));
    }
}

#[test]
fn the_lineage_of_a_domain_that_may_not_be_seen_is_not_there() {
    let results = |within: &[&str], wanted: &str, are_listed: bool| {
        let mut query = DomainQuery::new(region(), wanted);
        query.within = set(within);
        match block_on(by_domain(&source(are_listed, EMPTY), &query, pending())) {
            Ok(document) => Some(document.results.iter().map(|result| result.pipeline.clone()).collect::<Vec<_>>()),
            Err(CollectError::DomainNotFound { .. }) => None,
            Err(error) => panic!("{error}"),
        }
    };
    for (within, are_listed, expected, _) in SEEN {
        for wanted in ["studio-a", "d-1"] {
            let inside = expected.iter().filter(|name| !["Other", "Pretender"].contains(name));
            let inside: Vec<_> = inside.map(|name| (*name).to_owned()).collect();
            let found = results(within, wanted, are_listed).unwrap_or_default();
            // Without the list of domains, those that are of the other way to write it are missing.
            assert!(if are_listed { found == inside } else { found.is_empty() || found == inside }, "{found:?}");
        }
        assert_eq!(results(within, "nowhere", are_listed), None, "{within:?}");
    }
    for within in [&["studio-a"][..], &["d-1"], &[], &["gone"]] {
        assert_eq!((results(within, "studio-b", true), results(within, "d-2", true)), (None, None), "{within:?}");
    }
    // One of which nobody could read whether it has pipelines.
    assert_eq!(results(&["gone"], "gone", true), Some(Vec::new()));
}
