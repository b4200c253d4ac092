//! `/` and the files that the page is made of.

use std::collections::BTreeSet;
use std::io::Read;
use std::process::Command;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, Request, StatusCode, header};
use flate2::read::GzDecoder;
use tower::ServiceExt;

use crate::client::{Answer, app, get, request, send};
use crate::fake::Fake;
use crate::layers::asking_who;

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

/// Compressed once, and told apart from the file as it is.
#[tokio::test]
async fn its_compressed_files() {
    let app = asking_who(|config| config.compression = true);
    let ask = async |path: &str, coding: &str, known: Option<&HeaderValue>| {
        let mut request = request("GET", path);
        request.headers_mut().insert(header::ACCEPT_ENCODING, coding.parse().unwrap());
        known.map(|tag| request.headers_mut().insert(header::IF_NONE_MATCH, tag.clone()));
        let (parts, body) = app.clone().oneshot(request).await.unwrap().into_parts();
        (parts, to_bytes(body, usize::MAX).await.unwrap())
    };
    for (path, text) in FILES {
        let (plain, body) = ask(path, "identity", None).await;
        assert_eq!((&body[..], &plain.headers[header::VARY]), (text.as_bytes(), &"accept-encoding".parse().unwrap()));
        let (parts, body) = ask(path, "br, gzip", None).await;
        let told = [header::CONTENT_ENCODING, header::VARY].map(|name| parts.headers[name].to_str().unwrap());
        assert_eq!(told, ["gzip", "accept-encoding"], "{path}");
        assert_eq!(parts.headers[header::CONTENT_LENGTH], body.len().to_string(), "{path}");
        let mut inflated = String::new();
        GzDecoder::new(&body[..]).read_to_string(&mut inflated).unwrap();
        assert!(inflated == text && body.len() < text.len(), "{path}: {} bytes", body.len());

        let tag = &parts.headers[header::ETAG];
        assert!(tag != plain.headers[header::ETAG] && tag.as_bytes().starts_with(b"\""), "{path}: {tag:?}");
        let (again, body) = ask(path, "gzip", Some(tag)).await;
        assert_eq!((again.status, body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        assert!(!again.headers.contains_key(header::CONTENT_ENCODING) && again.headers[header::ETAG] == tag, "{path}");
    }
    for (codings, is_compressed) in [
        ("", false),
        ("*", false),
        ("br", false),
        ("gzip;q=0", false),
        ("gzip; q=0.000, br", false),
        ("gzip;q=x", false),
        // Another name of the same, by which the layer for answers compresses each anew.
        ("x-gzip", false),
        ("GZip", true),
        ("gzip;q=0.1", true),
        ("deflate, gzip;q=1.0, *;q=0.5", true),
    ] {
        let (parts, _) = ask("/page.js", codings, None).await;
        assert_eq!(parts.headers.contains_key(header::CONTENT_ENCODING), is_compressed, "{codings}");
    }
    let off =
        asking_who(|_| {}).oneshot(Request::get("/").header("accept-encoding", "gzip").body(Body::empty()).unwrap());
    let off = off.await.unwrap();
    assert!(![header::CONTENT_ENCODING, header::VARY].iter().any(|name| off.headers().contains_key(name)));
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

/// Its links hold below a path with a slash at its end.
#[tokio::test]
async fn without_the_slash_it_is_elsewhere() {
    let app = app(Fake::Panics);
    let nested = Router::new().nest_service("/stage/of", app.clone());
    for (path, expected) in
        [("/stage/of", "./of/"), ("/stage/of?view=data&x=%2F", "./of/?view=data&x=%2F"), ("/stage/of?", "./of/?")]
    {
        for app in [nested.clone(), Router::new().nest("/stage/of", app.clone())] {
            let answer = get(app, path).await;
            assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{path}");
            assert_eq!(answer.headers[header::LOCATION], expected, "{path}");
        }
    }
    let slash = Router::new().nest("/stage/of/", app.clone());
    for (app, path) in [(&nested, "/stage/of/"), (&slash, "/stage/of/"), (&app, "/")] {
        for (file, body) in FILES {
            let answer = get(app.clone(), &format!("{path}{}", file.trim_start_matches('/'))).await;
            assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, body), "{path} {file}");
        }
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
    let listed = listed.replace('\\', "/");
    let of_page: BTreeSet<_> = listed.lines().filter(|path| path.starts_with("ui/")).collect();
    let names = ["icon.svg", "index.html", "licenses.md", "page-sql.js", "page.css", "page.js"];
    assert_eq!(of_page, names.map(|name| format!("ui/dist/{name}")).iter().map(String::as_str).collect());
}
