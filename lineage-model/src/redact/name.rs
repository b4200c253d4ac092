/// Parts of names that promise a secret, without what separates their words.
const SECRETS: [&str; 9] =
    ["secret", "token", "password", "passwd", "apikey", "accesskey", "privatekey", "credential", "connectionstring"];

/// Whether a name promises a secret: it holds secret, token, password, passwd, API key, access key, private key,
/// credential or connection string, in snake, kebab or camel case or run together.
///
/// Tokenizers are no tokens.
pub fn is_secret_name(name: &str) -> bool {
    let letters: String =
        name.chars().filter(|c| !matches!(c, '_' | '-' | '.' | ' ')).map(|c| c.to_ascii_lowercase()).collect();
    SECRETS.iter().any(|secret| {
        let mut found = letters.match_indices(secret);
        found.any(|(at, _)| {
            let rest = letters.get(at + secret.len()..).unwrap_or_default();
            !(*secret == "token" && (rest.starts_with("iz") || rest.starts_with("is")))
        })
    })
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
