use lineage_model::Observed;
use lineage_model::source::{ExecutionSource, ServedModel, SourceErrorKind};
use serde_json::{Value, json};

use super::region;
use crate::fake::{Answer, FakeAws, Fault};

const PACKAGE: &str = "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3";

fn model(name: &str, endpoints: &[&str], container: Value) -> Value {
    let endpoint = |name: &&str| {
        json!({"EndpointName": name, "EndpointArn": format!("arn:{name}"), "EndpointStatus": "Creating",
            "CreationTime": 1_767_225_600, "LastModifiedTime": 1_767_225_700})
    };
    let mut model = json!({"ModelName": name});
    model.as_object_mut().unwrap().extend(container.as_object().unwrap().clone());
    json!({"Model": {"Model": model, "Endpoints": endpoints.iter().map(endpoint).collect::<Vec<_>>()}})
}

fn account(models: Vec<Value>) -> FakeAws {
    let aws = FakeAws::new();
    aws.handle("Search", move |call| {
        assert_eq!(call.text("Resource"), "Model");
        let next = call.text("NextToken").parse().unwrap_or(0);
        let token = (next + 1 < models.len()).then(|| (next + 1).to_string());
        Answer::json(json!({"Results": [models[next]], "NextToken": token}))
    });
    aws.handle("DescribeEndpoint", |call| {
        let name = call.text("EndpointName");
        Answer::json(json!({"EndpointName": name, "EndpointArn": format!("arn:{name}"), "EndpointStatus": "InService",
            "EndpointConfigName": format!("{name}-config"), "CreationTime": 1_767_225_600,
            "LastModifiedTime": 1_767_225_900}))
    });
    aws
}

#[tokio::test(start_paused = true)]
async fn the_endpoints_of_a_model_by_name() {
    let aws = account(vec![
        model("churn-7", &["live", "canary"], json!({})),
        // Whatever else the service finds is not what was asked for.
        model("churn-70", &["other"], json!({})),
    ]);
    let endpoints = aws.source().endpoints(&region(), &ServedModel::Model("churn-7".into())).await.unwrap();
    insta::assert_json_snapshot!(endpoints);
    assert_eq!((aws.count("Search"), aws.count("DescribeEndpoint")), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn the_endpoints_of_all_models_of_a_package() {
    let aws = account(vec![
        model("first", &["live"], json!({"PrimaryContainer": {"ModelPackageName": PACKAGE}})),
        model("second", &["live", "shadow"], json!({"Containers": [{}, {"ModelPackageName": PACKAGE}]})),
        model("third", &["other"], json!({"PrimaryContainer": {"ModelPackageName": "arn:another"}})),
        model("fourth", &["other"], json!({})),
    ]);
    let endpoints = aws.source().endpoints(&region(), &ServedModel::Package(PACKAGE.into())).await.unwrap();
    let served: Vec<_> = endpoints.iter().map(|e| format!("{} {}", e.name, e.model_name)).collect();
    assert_eq!(served, ["live first", "live second", "shadow second"]);
    assert_eq!(aws.count("DescribeEndpoint"), 2);
}

#[tokio::test(start_paused = true)]
async fn what_is_searched_for() {
    for (model, expression) in [
        (ServedModel::Model("churn-7".into()), json!({"Filters": [{"Name": "ModelName", "Value": "churn-7"}]})),
        (
            ServedModel::Package(PACKAGE.into()),
            json!({
                "Filters": [{"Name": "PrimaryContainer.ModelPackageName", "Value": PACKAGE}],
                "NestedFilters": [{"NestedPropertyName": "Containers",
                    "Filters": [{"Name": "Containers.ModelPackageName", "Value": PACKAGE}]}],
                "Operator": "Or"
            }),
        ),
    ] {
        let aws = FakeAws::new();
        aws.handle("Search", move |call| {
            assert_eq!(call.body["SearchExpression"], expression);
            Answer::json(json!({"Results": []}))
        });
        assert_eq!(aws.source().endpoints(&region(), &model).await.unwrap(), []);
    }
}

/// A region that takes the properties whose names begin with `prefix`, and refuses others.
fn region_that_takes(prefix: Option<&'static str>, pages: usize) -> FakeAws {
    let aws = FakeAws::new();
    aws.handle("Search", move |call| {
        let (next, filter) = (call.text("NextToken").parse().unwrap_or(0), &call.body["SearchExpression"]);
        let name = filter["Filters"][0]["Name"].as_str();
        let properties = ["ModelName", "PrimaryContainer.ModelPackageName"];
        let is_taken = |name: &str| {
            prefix.and_then(|prefix| name.strip_prefix(prefix)).is_some_and(|name| properties.contains(&name))
        };
        if name.is_some_and(|name| !is_taken(name)) {
            return Answer::error(400, "ValidationException", "It is not a valid property.");
        }
        // The one that is asked for is on the last page.
        let name = if next + 1 == pages || name.is_some() { "churn-7".to_owned() } else { format!("other-{next}") };
        let token = (next + 1 < pages && filter.is_null()).then(|| (next + 1).to_string());
        let found = model(&name, &["live"], json!({"PrimaryContainer": {"ModelPackageName": format!("arn:{name}")}}));
        Answer::json(json!({"Results": [found], "NextToken": token}))
    });
    aws.answer("DescribeEndpoint", json!({"EndpointName": "live"}));
    aws
}

#[tokio::test(start_paused = true)]
async fn a_property_that_cannot_be_searched_for_is_compared_here() {
    for (prefix, first, again) in [(Some(""), 1, 1), (Some("Model."), 2, 1), (None, 2 + 10, 2 + 10)] {
        for wanted in [ServedModel::Model("churn-7".into()), ServedModel::Package("arn:churn-7".into())] {
            let aws = region_that_takes(prefix, 10);
            let source = aws.source();
            for calls in [first, again] {
                let before = aws.count("Search");
                let endpoints = source.endpoints(&region(), &wanted).await.unwrap();
                let names: Vec<_> = endpoints.iter().map(|endpoint| endpoint.name.as_str()).collect();
                assert_eq!(names, ["live"], "{prefix:?} {wanted:?}");
                assert_eq!(aws.count("Search") - before, calls, "{prefix:?} {wanted:?}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn too_many_models_to_compare_are_told() {
    for (wanted, pages) in [("churn-7", 11), ("other-10", 30)] {
        for wanted in [ServedModel::Model(wanted.into()), ServedModel::Package(format!("arn:{wanted}"))] {
            let aws = region_that_takes(None, pages);
            let error = aws.source().endpoints(&region(), &wanted).await.unwrap_err();
            assert_eq!((error.kind, error.action), (SourceErrorKind::Unavailable, "sagemaker:Search"));
            assert_eq!(aws.count("Search"), 2 + 10);
        }
    }
    // A model has one name, so what was found is all.
    let aws = region_that_takes(None, 30);
    assert_eq!(aws.source().endpoints(&region(), &ServedModel::Model("other-3".into())).await.unwrap().len(), 1);
    assert_eq!(aws.count("Search"), 2 + 4);
}

#[tokio::test(start_paused = true)]
async fn what_may_not_be_described_is_denied_and_still_listed() {
    let aws = account(vec![model("churn-7", &["live"], json!({}))]);
    aws.fault("DescribeEndpoint", Fault::Denied, 1);
    let wanted = ServedModel::Model("churn-7".into());
    let endpoints = aws.source().endpoints(&region(), &wanted).await.unwrap();
    let Observed::Denied { gap } = &endpoints[0].config_name else { panic!("{endpoints:?}") };
    assert_eq!((gap.action.as_str(), gap.resource.as_str()), ("sagemaker:DescribeEndpoint", "live"));
    assert_eq!(endpoints[0].status.as_deref(), Some("Creating"));
    aws.fault("Search", Fault::Denied, 1);
    let error = aws.source().endpoints(&region(), &wanted).await.unwrap_err();
    assert_eq!((error.kind, error.action), (SourceErrorKind::AccessDenied, "sagemaker:Search"));
}
