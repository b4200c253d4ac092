use std::collections::BTreeMap;

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use serde_json::Value;

/// A request as the service reads it.
#[derive(Debug, Clone)]
pub struct Call {
    /// `sagemaker`, `s3` or `sts`, as the request was signed for.
    pub service: String,
    /// The region that the request was signed for.
    pub region: String,
    /// The id of the key that the request was signed with.
    pub signer: String,
    /// `DescribePipeline`, `HeadBucket`, ...
    pub operation: String,
    /// The host that the request went to.
    pub host: String,
    /// The headers, by their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body of a SageMaker request.
    pub body: Value,
    /// The body of an S3 request.
    pub payload: Vec<u8>,
    /// The bucket of an S3 request, the account of one to S3 Control.
    pub bucket: String,
    /// The key of an S3 request, as it was sent.
    pub key: String,
    /// The query of an S3 request, the form of one to STS.
    pub query: Vec<(String, String)>,
    /// The `Range` header.
    pub range: Option<String>,
    /// The account that an S3 request expects to own the bucket.
    pub owner: Option<String>,
}

impl Call {
    pub fn read(request: &HttpRequest) -> Self {
        let headers = request.headers();
        // Credential=AKID/20260131/eu-west-1/s3/aws4_request
        let authorization = headers.get("authorization").expect("requests are signed");
        let scope: Vec<_> = authorization.split_once("Credential=").unwrap().1.split('/').map(str::to_owned).collect();
        let [signer, _, region, service, ..] = scope.as_slice() else { panic!("{authorization}") };
        let (host, path, query) = split(request.uri());
        let mut call = Self {
            service: service.clone(),
            region: region.clone(),
            signer: signer.clone(),
            operation: String::new(),
            host,
            headers: headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: Value::Null,
            payload: request.body().bytes().expect("the whole body can be sent again").to_vec(),
            bucket: String::new(),
            key: String::new(),
            query,
            range: headers.get("range").map(str::to_owned),
            owner: headers.get("x-amz-expected-bucket-owner").map(str::to_owned),
        };
        if call.service == "sagemaker" {
            call.operation = headers.get("x-amz-target").unwrap().trim_start_matches("SageMaker.").to_owned();
            call.body = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
        } else if call.service == "sts" {
            call.query = pairs(std::str::from_utf8(request.body().bytes().unwrap()).unwrap());
            call.operation = call.parameter("Action").unwrap().to_owned();
        } else if let Some((account, _)) = call.host.split_once(".s3-control.") {
            call.bucket = account.to_owned();
            call.operation = "GetAccountPublicAccessBlock".to_owned();
        } else {
            let path = path.trim_start_matches('/');
            (call.bucket, call.key) = match call.host.clone().split_once(".s3.") {
                Some((bucket, _)) => (bucket.to_owned(), path.to_owned()),
                None => {
                    let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
                    (bucket.to_owned(), key.to_owned())
                }
            };
            call.operation = s3_operation(request.method(), &call).to_owned();
        }
        call
    }

    /// A text of a SageMaker request's body.
    pub fn text(&self, member: &str) -> &str {
        self.body[member].as_str().unwrap_or_default()
    }

    /// A parameter of an S3 request's query.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// What the request is about, for the log.
    pub fn about(&self) -> String {
        match self.body.as_object().and_then(|body| body.values().find_map(Value::as_str)) {
            Some(text) => text.to_owned(),
            None if self.key.is_empty() => self.bucket.clone(),
            None => format!("s3://{}/{}", self.bucket, self.key),
        }
    }
}

fn split(uri: &str) -> (String, String, Vec<(String, String)>) {
    let rest = uri.split_once("://").unwrap().1;
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    (host.to_owned(), path.to_owned(), pairs(query))
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name.to_owned(), value.to_owned())
    });
    pairs.collect()
}

fn s3_operation(method: &str, call: &Call) -> &'static str {
    let asks = |name: &str| call.parameter(name).is_some();
    match (method, call.key.as_str()) {
        ("HEAD", "") => "HeadBucket",
        ("GET", "") if asks("encryption") => "GetBucketEncryption",
        ("GET", "") if asks("versioning") => "GetBucketVersioning",
        ("GET", "") if asks("publicAccessBlock") => "GetPublicAccessBlock",
        ("GET", "") if asks("policyStatus") => "GetBucketPolicyStatus",
        ("GET", "") if asks("acl") => "GetBucketAcl",
        ("GET", "") if asks("tagging") => "GetBucketTagging",
        ("GET", "") if asks("list-type") => "ListObjectsV2",
        ("GET", _) => "GetObject",
        ("HEAD", _) => "HeadObject",
        ("PUT", _) => "PutObject",
        ("DELETE", _) => "DeleteObject",
        _ => panic!("{method} {call:?} is no operation of the fake"),
    }
}

/// Percent-encoding undone.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}
