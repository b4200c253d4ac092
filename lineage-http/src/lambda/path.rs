use lambda_http::RequestExt;
use lambda_http::aws_lambda_events::query_map::QueryMap;
use lambda_http::request::RequestContext;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// The path that a client of a server over a socket would ask for: without stage and base path, and with its escapes.
pub(super) fn asked(event: &lambda_http::Request) -> String {
    let raw = event.raw_http_path();
    let path = match event.request_context_ref() {
        Some(RequestContext::ApiGatewayV1(context)) => {
            let resource = context.resource_path.as_deref().unwrap_or_default();
            utf8_percent_encode(below_base(raw, resource, &event.path_parameters()).unwrap_or(raw), ILLEGAL)
        }
        Some(RequestContext::ApiGatewayV2(context)) => {
            let is_function_url = context.domain_name.as_deref().is_some_and(|name| name.contains(".lambda-url."));
            let path = below_stage(raw, context.stage.as_deref().unwrap_or_default());
            // An HTTP API has taken the escapes off, so that a % is one that a key holds; a function's URL keeps them.
            utf8_percent_encode(path, if is_function_url { ILLEGAL } else { DECODED })
        }
        _ => utf8_percent_encode(raw, ILLEGAL),
    };
    let path = path.to_string();
    if path.starts_with('/') { path } else { format!("/{path}") }
}

/// What a path cannot hold as it is.
const ILLEGAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');
const DECODED: &AsciiSet = &ILLEGAL.add(b'%');

/// The path that an HTTP API gives holds its stage, whatever domain was asked, unless it is the default one.
fn below_stage<'a>(path: &'a str, stage: &str) -> &'a str {
    let below = path.strip_prefix('/').and_then(|path| path.strip_prefix(stage));
    below.filter(|below| stage != "$default" && (below.is_empty() || below.starts_with('/'))).unwrap_or(path)
}

/// The path that a REST API gives holds the base path of a custom domain, or even its stage, but never says which part
/// that is: it is what stands before the part that the resource matched.
fn below_base<'a>(path: &'a str, resource: &str, parameters: &QueryMap) -> Option<&'a str> {
    let (fixed, rest) = match resource.strip_suffix("+}").and_then(|resource| resource.rsplit_once("/{")) {
        Some((fixed, name)) => (fixed, start_of(path, parameters.first(name)?)?),
        None if resource.is_empty() => return None,
        None => (resource, path.trim_end_matches('/').len()),
    };
    let segments = fixed.split('/').filter(|segment| !segment.is_empty()).count();
    let start = match segments.checked_sub(1) {
        Some(before) => path.get(..rest)?.rmatch_indices('/').nth(before)?.0,
        None => rest,
    };
    path.get(start..)
}

/// Where the rest of a path begins that a greedy parameter holds, without its escapes.
fn start_of(path: &str, rest: &str) -> Option<usize> {
    let mut starts = path.match_indices('/').map(|(start, _)| start);
    starts.find(|start| {
        let Some(tail) = path.get(start + 1..) else { return false };
        let holds = |tail: &str| tail == rest || percent_decode_str(tail).decode_utf8_lossy() == rest;
        holds(tail) || tail.strip_suffix('/').is_some_and(holds)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(path: &str, resource: &str, rest: &str) -> String {
        let parameters = QueryMap::from(
            [("proxy".to_owned(), rest.to_owned())].into_iter().collect::<std::collections::HashMap<_, _>>(),
        );
        below_base(path, resource, &parameters).unwrap_or(path).to_owned()
    }

    #[test]
    fn base_paths_of_rest_apis() {
        let check = |path: &str, proxy: &str, expected: &str| {
            assert_eq!(rest(path, "/{proxy+}", proxy), expected, "{path} {proxy}");
        };
        check("/health", "health", "/health");
        check("/v1/health", "health", "/health");
        check("/v1/prod/health", "health", "/health");
        check("/prod/lineage", "prod/lineage", "/prod/lineage");
        check("/lineage/lineage", "lineage", "/lineage");
        check("/v1/lineage/by-domain", "lineage/by-domain", "/lineage/by-domain");
        check("/v1/lineage/", "lineage", "/lineage/");
        check("/v1/datasets/lake/a%2Fb%20c/schema", "datasets/lake/a/b c/schema", "/datasets/lake/a%2Fb%20c/schema");
        check("/v1/datasets/lake/a%252Fb/schema", "datasets/lake/a%2Fb/schema", "/datasets/lake/a%252Fb/schema");
        check("/v1/datasets/lake/a%20b", "datasets/lake/a%20b", "/datasets/lake/a%20b");
        check("/v1/datasets/lake/%ff/schema", "datasets/lake/\u{fffd}/schema", "/datasets/lake/%ff/schema");
        check("/v1/datasets/lake//p/schema", "datasets/lake//p/schema", "/datasets/lake//p/schema");
        // An event that contradicts itself is taken as it is.
        check("/v1/health", "ready", "/v1/health");
        for (path, resource, expected) in [
            ("/", "/", "/"),
            ("/v1", "/", ""),
            ("/v1/", "/", "/"),
            ("/lineage", "/lineage", "/lineage"),
            ("/lineage/lineage", "/lineage", "/lineage"),
            ("/a/b/lineage/by-domain", "/lineage/by-domain", "/lineage/by-domain"),
            ("/v1/lineage/", "/lineage", "/lineage/"),
            ("/lineage", "/lineage/by-domain", "/lineage"),
            ("/lineage", "", "/lineage"),
        ] {
            assert_eq!(rest(path, resource, ""), expected, "{path} {resource}");
        }
        assert_eq!(
            rest("/v1/datasets/lake/p/schema", "/datasets/{proxy+}", "lake/p/schema"),
            "/datasets/lake/p/schema"
        );
    }

    #[test]
    fn stages_of_http_apis() {
        for (path, stage, expected) in [
            ("/prod/lineage", "prod", "/lineage"),
            ("/prod/prod/x", "prod", "/prod/x"),
            ("/prod", "prod", ""),
            ("/prod/", "prod", "/"),
            ("/production/x", "prod", "/production/x"),
            ("/lineage", "$default", "/lineage"),
            ("/$default/x", "$default", "/$default/x"),
            ("/lineage", "", "/lineage"),
        ] {
            assert_eq!(below_stage(path, stage), expected, "{path} {stage}");
        }
    }
}
