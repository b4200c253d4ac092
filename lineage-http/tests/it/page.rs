//! `/` and the files that the page is made of.

use std::collections::BTreeSet;
use std::process::Command;

use axum::Router;
use axum::http::{StatusCode, header};

use crate::client::{Answer, app, get, request, send};
use crate::fake::Fake;

/// Path and file.
const FILES: [(&str, &str); 5] = [
    ("/", include_str!("../../ui/dist/index.html")),
    ("/page.js", include_str!("../../ui/dist/page.js")),
    ("/page-sql.js", include_str!("../../ui/dist/page-sql.js")),
    ("/page.css", include_str!("../../ui/dist/page.css")),
    ("/icon.svg", include_str!("../../ui/dist/icon.svg")),
];

/// All but its body, and what says how long and which that is.
fn head(answer: &Answer) -> String {
    let told = answer.headers.iter().filter(|(name, _)| ![header::CONTENT_LENGTH, header::ETAG].contains(name));
    let mut told: Vec<_> = told.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    told.sort();
    told.join("\n")
}

#[tokio::test]
async fn its_files() {
    let mut heads = Vec::new();
    for (path, body) in FILES {
        let answer = get(app(Fake::Panics), path).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, body), "{path}");
        heads.push(format!("{path}\n{}", head(&answer)));
        let mut again = request("GET", path);
        again.headers_mut().insert(header::IF_NONE_MATCH, answer.headers[header::ETAG].clone());
        let again = send(app(Fake::Panics), again).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
        assert_eq!(send(app(Fake::Panics), request("POST", path)).await.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    insta::assert_snapshot!(heads.join("\n\n"));
}

/// The values of an attribute.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    html.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// It holds under any path, and nothing in it is more than its policy allows.
#[tokio::test]
async fn all_that_it_links_to_is_below_it() {
    let outer = Router::new().nest("/stage/", app(Fake::Panics));
    let html = get(outer.clone(), "/stage/").await.body;
    let links: BTreeSet<_> = [values(&html, "src"), values(&html, "href")].concat().into_iter().collect();
    assert!(links.len() >= 3, "{html}");
    for link in links {
        assert!(!link.contains(':') && !link.starts_with('/') && !link.contains(".."), "{link}");
        let answer = get(outer.clone(), &format!("/stage/{}", link.trim_start_matches("./"))).await;
        assert_eq!(answer.status, StatusCode::OK, "{link}");
    }
    let lower = html.to_lowercase();
    for script in lower.split("<script").skip(1) {
        let (tag, rest) = script.split_once('>').unwrap();
        assert!(tag.contains(" src=\"") && rest.starts_with("</script>"), "<script{script}");
    }
    for tag in lower.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
        // Handlers of events, and what moves all links, are as good as scripts.
        let is_handler = tag.split_whitespace().any(|word| word.starts_with("on") && word.contains('='));
        let is_inline = ["style", "base"].iter().any(|name| tag.starts_with(name)) || tag.contains(" style=");
        assert!(!is_handler && !is_inline && !tag.contains("javascript:"), "<{tag}>");
    }
}

#[test]
fn the_crate_holds_what_is_built_and_not_what_it_is_built_from() {
    let cargo = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let listed = String::from_utf8(cargo.stdout).unwrap();
    let of_page: BTreeSet<_> = listed.lines().filter(|path| path.starts_with("ui/")).collect();
    let names = ["icon.svg", "index.html", "licenses.md", "page-sql.js", "page.css", "page.js"];
    assert_eq!(of_page, names.map(|name| format!("ui/dist/{name}")).iter().map(String::as_str).collect());
}
