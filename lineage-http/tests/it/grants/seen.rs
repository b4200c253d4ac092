//! Callers who may see some Studio domains only.

use axum::Router;
use lineage_http::AppState;
use lineage_model::source::SourceErrorKind;

use crate::callers::{app_for, ask, domains};
use crate::client::config;
use crate::fake::{Account, Fake};

fn fake(fake: Fake, domain: &str) -> Router {
    let mut config = config();
    config.dataset_buckets = Some("*".parse().unwrap());
    let state = AppState::new(Account::new(fake), config).unwrap();
    app_for(state, [("caller", domains(&[domain]))])
}

/// What cannot be read of a pipeline that is there says nothing of it either.
#[tokio::test(start_paused = true)]
async fn failures_do_not_tell_what_is_there() {
    let denied = Fake::FailsLater(SourceErrorKind::AccessDenied);
    let unavailable = Fake::FailsLater(SourceErrorKind::Unavailable);
    for (account, of_seen) in
        [(Fake::Answers, 200), (Fake::Garbles, 502), (denied, 404), (unavailable, 404), (Fake::HangsLater, 404)]
    {
        for query in ["", "&includeLatestExec=true", "&execution=a1", "&includeColumns=true", "&domain=studio-a"] {
            let app = fake(account, "studio-b");
            let of = |name: &str| format!("/lineage?pipeline={name}{query}");
            let missing = ask(&app, "caller", "GET", &of("other")).await;
            let hidden = ask(&app, "caller", "GET", &of("churn")).await;
            assert_eq!(missing.status.as_u16(), 404);
            assert_eq!(hidden.text(), missing.text(), "{account:?} {query}");
        }
        let seen = ask(&fake(account, "studio-a"), "caller", "GET", "/lineage?pipeline=churn").await;
        assert_eq!(seen.status.as_u16(), of_seen, "{account:?}");
        let app = fake(account, "studio-b");
        let executions = async |name: &str| {
            let answer = ask(&app, "caller", "GET", &format!("/sagemaker/executions?pipeline={name}")).await;
            answer.text()
        };
        assert_eq!(executions("churn").await, executions("other").await, "{account:?}");
    }
}

#[cfg(feature = "demo")]
mod demo {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use lineage_http::auth::Grants;
    use serde_json::Value;

    use super::*;

    const SEOUL: [&str; 6] = [
        "CustomerChurnBatchScoring",
        "CustomerChurnTraining",
        "CustomerDataWatch",
        "RegionalSalesFeatures",
        "StoreDemandForecast",
        "StorePriceElasticity",
    ];
    const VIRGINIA: [&str; 3] = ["FraudFeatureRefresh", "FraudModelRelease", "MerchantRiskTraining"];
    const REGIONS: [(&str, &str, &str); 2] =
        [("ap-northeast-2", "growth-studio", "d-k3vq8x2mzp1a"), ("us-east-1", "risk-studio", "d-7hw1c5rtn0bf")];

    fn app() -> Router {
        let mut config = config();
        config.dataset_buckets = Some("*".parse().unwrap());
        config.allowed_regions = REGIONS.map(|(region, ..)| crate::client::region(region)).into();
        config.default_region = None;
        config.posture = true;
        let state = AppState::new(Arc::new(lineage_aws::demo()), config).unwrap();
        app_for(
            state,
            [
                ("all", Grants::all()),
                ("growth", domains(&["growth-studio"])),
                ("growth-id", domains(&["d-k3vq8x2mzp1a"])),
                ("risk", domains(&["risk-studio", "gone"])),
                ("both", domains(&["risk-studio", "growth-studio"])),
                ("gone", domains(&["gone"])),
                ("none", domains(&[])),
            ],
        )
    }

    /// What each caller sees.
    fn expected() -> Vec<(&'static str, Vec<&'static str>, Vec<&'static str>)> {
        let both = [&SEOUL[..], &VIRGINIA].concat();
        let domains = ["growth-studio", "risk-studio"];
        vec![
            ("growth", SEOUL.to_vec(), vec![domains[0]]),
            ("growth-id", SEOUL.to_vec(), vec![domains[0]]),
            ("risk", VIRGINIA.to_vec(), vec![domains[1]]),
            ("both", both, domains.to_vec()),
            ("gone", vec![], vec![]),
            ("none", vec![], vec![]),
        ]
    }

    /// The values of a key in a list of all regions.
    fn listed(body: &Value, list: &str, key: &str) -> Vec<String> {
        let regions = body["regions"].as_array().unwrap().iter();
        let entries = regions.flat_map(|region| region[list].as_array().unwrap());
        entries.map(|entry| entry[key].as_str().unwrap().to_owned()).collect()
    }

    #[tokio::test]
    async fn lists_hold_the_pipelines_and_domains_that_may_be_seen() {
        let app = app();
        let all = ask(&app, "all", "GET", "/sagemaker/pipelines").await;
        assert_eq!(listed(&all.json(), "pipelines", "name").len(), 10);
        for (caller, pipelines, domains) in expected() {
            let of = async |route: &str| ask(&app, caller, "GET", route).await.json();
            let list = of("/sagemaker/pipelines?includeLatestExec=true").await;
            assert_eq!(listed(&list, "pipelines", "name"), pipelines, "{caller}");
            let list = of("/sagemaker/catalog").await;
            assert_eq!(listed(&list, "pipelines", "name"), pipelines, "{caller}");
            assert_eq!(listed(&list, "domains", "DomainName"), domains, "{caller}");
            let list = of("/sagemaker/overview").await;
            let mut names = listed(&list, "pipelines", "pipelineName");
            names.sort_by_key(|name| pipelines.iter().position(|expected| expected == name));
            assert_eq!(names, pipelines, "{caller}");
            assert_eq!(listed(&list, "domains", "domainName"), domains, "{caller}");
            assert_eq!(list["warnings"], Value::Array(vec![]));
        }
    }

    #[tokio::test]
    async fn the_lineage_of_what_may_not_be_seen_is_not_there() {
        let app = app();
        let all = ask(&app, "all", "GET", "/sagemaker/pipelines").await.json();
        for (caller, pipelines, domains) in expected() {
            for (region, name, id) in REGIONS {
                let of = |what: &str| format!("/lineage{what}&region={region}&includeLatestExec=true");
                for domain in [name, id] {
                    let answer = ask(&app, caller, "GET", &of(&format!("/by-domain?domain={domain}"))).await;
                    let missing = ask(&app, caller, "GET", &of("/by-domain?domain=nowhere")).await;
                    match domains.contains(&name) {
                        true => assert_eq!(answer.status.as_u16(), 200, "{caller} {domain}"),
                        false => assert_eq!(answer.text(), missing.text(), "{caller} {domain}"),
                    }
                }
                let missing = ask(&app, caller, "GET", &of("?pipeline=Missing")).await;
                for pipeline in listed(&all, "pipelines", "name") {
                    let answer = ask(&app, caller, "GET", &of(&format!("?pipeline={pipeline}"))).await;
                    let here = if region == "us-east-1" { &VIRGINIA[..] } else { &SEOUL };
                    match pipelines.contains(&&*pipeline) && here.contains(&&*pipeline) {
                        true => assert_eq!(answer.status.as_u16(), 200, "{caller} {pipeline}"),
                        false => assert_eq!(answer.text(), missing.text(), "{caller} {pipeline}"),
                    }
                }
            }
        }
    }

    /// Executions, with the pipelines they are of.
    async fn executions(app: &Router) -> Vec<String> {
        let list = ask(app, "all", "GET", "/sagemaker/pipelines?includeLatestExec=true").await.json();
        let regions = list["regions"].as_array().unwrap().iter();
        let latest = regions.flat_map(|region| region["pipelines"].as_array().unwrap());
        latest.filter_map(|pipeline| pipeline["latestExecution"]["arn"].as_str()).map(str::to_owned).collect()
    }

    /// The questions of a route, with every name that there is.
    fn questions(path: &str, pipelines: &[String], executions: &[String]) -> Vec<String> {
        let per_region =
            |make: &dyn Fn(&str) -> Vec<String>| REGIONS.iter().flat_map(|(region, ..)| make(region)).collect();
        match path {
            "/lineage" => per_region(&|region| {
                let ways = ["", "&includeDeployments=true&includeColumns=true&includeLatestExec=1", "&format=dot"];
                let with = |pipeline: &String| {
                    let one = format!("/lineage?region={region}&pipeline={pipeline}");
                    let ways = ways.iter().map(|way| format!("{one}{way}")).collect::<Vec<_>>();
                    ways.into_iter().chain(executions.iter().map(move |arn| format!("{one}&execution={arn}")))
                };
                pipelines.iter().flat_map(with).collect()
            }),
            "/sagemaker/executions" => per_region(&|region| {
                pipelines.iter().map(|pipeline| format!("{path}?region={region}&pipeline={pipeline}")).collect()
            }),
            "/lineage/by-domain" => per_region(&|region| {
                let domains = REGIONS.iter().flat_map(|(_, name, id)| [name, id]);
                let of = |domain| format!("{path}?region={region}&domain={domain}&includeLatestExec=true");
                domains.map(of).collect()
            }),
            "/featurestore/feature-groups/{name}" => per_region(&|region| {
                let groups = ["session-signals", "merchant-risk-profile"];
                groups.map(|name| format!("/featurestore/feature-groups/{name}?region={region}")).into()
            }),
            "/sagemaker/pipelines" | "/sagemaker/overview" | "/sagemaker/catalog" => {
                let queries =
                    ["", "includeLatestExec=true", "name=e", "domainName=risk-studio", "domainId=d-k3vq8x2mzp1a"];
                queries.map(|query| format!("{path}?{query}")).into()
            }
            "/featurestore/feature-groups" => per_region(&|region| vec![format!("{path}?region={region}")]),
            _ => vec![path.replace("{*path}", "hanbit-lake/schema/versions")],
        }
    }

    /// Whatever is asked, the name of a pipeline that may not be seen is in no answer.
    #[tokio::test]
    async fn no_answer_names_what_may_not_be_seen() {
        let app = app();
        let all = ask(&app, "all", "GET", "/sagemaker/pipelines").await.json();
        let pipelines = listed(&all, "pipelines", "name");
        let executions = executions(&app).await;
        assert!(executions.len() > 5);
        let mut asked = 0;
        for (caller, seen, _) in
            expected().into_iter().filter(|(caller, ..)| ["growth", "risk", "gone"].contains(caller))
        {
            let seen: BTreeSet<_> = seen.into_iter().collect();
            let hidden = pipelines.iter().filter(|name| !seen.contains(name.as_str()));
            let hidden: Vec<_> = hidden.map(|name| name.to_lowercase()).collect();
            // The description of the API has the demo account in its examples, for everybody.
            let routes = lineage_http::routes().into_iter().filter(|route| route.path != "/openapi.json");
            for route in routes {
                for uri in questions(route.path, &pipelines, &executions) {
                    // Its own parameters are the caller's words.
                    let answer = ask(&app, caller, "GET", &uri).await.text().to_lowercase();
                    asked += 1;
                    for name in &hidden {
                        assert!(!answer.contains(name), "{caller} {uri} names {name}");
                    }
                }
            }
        }
        assert!(asked > 500, "{asked}");
    }
}
