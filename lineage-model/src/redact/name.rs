/// Whether a name promises a secret: it holds secret, token, password, passwd, API key, access key, private key,
/// credential or connection string, in snake, kebab or camel case or run together.
///
/// Tokenizers are no tokens.
pub fn is_secret_name(name: &str) -> bool {
    name.bytes().enumerate().any(|(at, first)| {
        let rest = || letters(name.get(at..).unwrap_or_default());
        let begins = |part: &str| rest().take(part.len()).eq(part.bytes());
        match first.to_ascii_lowercase() {
            b's' => begins("secret"),
            b't' => begins("token") && !begins("tokeniz") && !begins("tokenis"),
            b'p' => begins("password") || begins("passwd") || begins("privatekey"),
            b'a' => begins("apikey") || begins("accesskey"),
            b'c' => begins("credential") || begins("connectionstring"),
            _ => false,
        }
    })
}

/// The letters of a name, without what separates its words.
fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b'.' | b' ')).map(|byte| byte.to_ascii_lowercase())
}

/// Whether a name is that of a query parameter which signs a URL.
pub(super) fn is_signature_name(name: &str) -> bool {
    ["x-amz-signature", "signature", "sig"].iter().any(|signature| name.eq_ignore_ascii_case(signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for secret in [
            "secret",
            "DB_PASSWORD",
            "dbPassword",
            "db-passwd",
            "dbpassword",
            "api_key",
            "ApiKey",
            "OPENAI-API-KEY",
            "aws_access_key_id",
            "PrivateKey",
            "HF_TOKEN",
            "authToken",
            "spark.hadoop.fs.s3a.secret.key",
            "GoogleCredentials",
            "connection string",
            "ConnectionString",
            "X-Amz-Credential",
            "X-Amz-Security-Token",
            "tokenizer_token",
        ] {
            assert!(is_secret_name(secret), "{secret}");
        }
        for harmless in ["", "key", "KmsKeyId", "tokenizer_name", "Tokenisation", "S3Uri", "max_depth", "pass", "api"] {
            assert!(!is_secret_name(harmless), "{harmless}");
        }
    }
}
