use axum::body::Body;
use axum::http::{Request, Uri, header};
use lambda_http::RequestExt;

/// The request of an event, for this path; none where it is none.
pub(super) fn request(event: lambda_http::Request, path: &str) -> Option<Request<Body>> {
    let uri = uri(&event, path)?;
    let (mut parts, body) = event.into_parts();
    parts.uri = uri;
    // API Gateway compresses where that is wanted; binary answers would grow by a third on their way to it.
    parts.headers.remove(header::ACCEPT_ENCODING);
    let body = match body {
        lambda_http::Body::Text(text) => Body::from(text),
        lambda_http::Body::Binary(bytes) => Body::from(bytes),
        _ => Body::empty(),
    };
    Some(Request::from_parts(parts, body))
}

/// Path and query as a socket would have brought them. The URI that lambda_http makes is another: dots in its path are
/// resolved, and an HTTP API's `#` ends it.
fn uri(event: &lambda_http::Request, path: &str) -> Option<Uri> {
    let parameters = event.query_string_parameters();
    let mut pairs: Vec<_> = parameters.iter().collect();
    // Their order is that of a hash map.
    pairs.sort_by_key(|(name, _)| *name);
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let separator = if query.is_empty() { "" } else { "?" };
    Uri::builder().path_and_query(format!("{path}{separator}{query}")).build().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::lambda::path;

    fn asked(event: &Value) -> String {
        let event = lambda_http::request::from_str(&event.to_string()).unwrap();
        let path = path::asked(&event);
        request(event, &path).unwrap().uri().to_string()
    }

    fn rest(path: &str, query: Value) -> Value {
        let proxy = percent_encoding::percent_decode_str(path.trim_start_matches('/')).decode_utf8().unwrap();
        json!({
            "resource": "/{proxy+}", "path": path, "httpMethod": "GET", "headers": {"Host": "x.example"},
            "multiValueHeaders": {"Host": ["x.example"]}, "multiValueQueryStringParameters": query,
            "pathParameters": {"proxy": proxy}, "isBase64Encoded": false, "body": null,
            "requestContext": {"httpMethod": "GET", "stage": "prod", "resourcePath": "/{proxy+}", "identity": {}},
        })
    }

    fn http(path: &str, query: &str, domain: &str) -> Value {
        json!({
            "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": query,
            "headers": {"host": domain}, "isBase64Encoded": false,
            "requestContext": {
                "http": {"method": "GET", "path": path}, "stage": "prod", "domainName": domain, "apiId": "x",
            },
        })
    }

    #[test]
    fn rest_apis_keep_escapes_in_paths_and_take_them_off_queries() {
        for path in
            ["/lineage", "/prod/x", "/d/a%20b/schema", "/d/a%2Fb", "/d/a%252Fb", "/d/../x", "/d/%2e%2e/x", "/d//x"]
        {
            assert_eq!(asked(&rest(path, Value::Null)), path);
        }
        assert_eq!(asked(&rest("/d/데 =", Value::Null)), "/d/%EB%8D%B0%20=");
        let query = json!({"regions": ["eu-west-1"], "name": ["a b&c", "+%20"], "데": [""]});
        assert_eq!(asked(&rest("/x", query)), "/x?name=a+b%26c&name=%2B%2520&regions=eu-west-1&%EB%8D%B0=");
    }

    #[test]
    fn http_apis_take_escapes_off_paths_and_keep_them_in_queries() {
        for (path, expected) in [
            ("/prod/lineage", "/lineage"),
            ("/prod/prod", "/prod"),
            ("/prod", "/"),
            ("/prod/d/a b/50%/#?=데", "/d/a%20b/50%25/%23%3F=%EB%8D%B0"),
            ("/prod/d/../x", "/d/../x"),
        ] {
            let event = http(path, "name=a%20b&name=%2B&x", "x.execute-api.eu-west-1.amazonaws.com");
            assert_eq!(asked(&event), format!("{expected}?name=a+b&name=%2B&x="));
        }
        let function_url = http("/d/a%20b%2Fc", "", "x.lambda-url.eu-west-1.on.aws");
        assert_eq!(asked(&function_url), "/d/a%20b%2Fc");
    }
}
