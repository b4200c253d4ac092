use std::collections::BTreeMap;

use serde::Serialize;

use crate::source::{Bucket, Encryption, PublicAccessBlock};
use crate::{Observed, redact};

/// What S3 says of a bucket; `Unknown` wherever it did not tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PostureDocument {
    /// The bucket's region.
    pub region: String,
    /// `AES256`, `aws:kms`, `aws:kms:dsse`, …, `None` or `Unknown`.
    pub encryption: String,
    /// The KMS key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    /// Whether an S3 bucket key is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket_key_enabled: Option<bool>,
    /// `Enabled`, `Suspended`, `Disabled` or `Unknown`.
    pub versioning: String,
    /// Whether deleting a version takes a second factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa_delete: Option<bool>,
    /// `Blocked`, `Partial`, `NotBlocked` or `Unknown`.
    pub public_access: String,
    /// Whether the policy makes it public.
    pub public_policy: Ternary,
    /// Whether the ACL makes it public.
    pub public_acl: Ternary,
    /// Whether it is public by policy or ACL and nothing blocks it.
    pub exposed: Ternary,
    /// Tags; null when they could not be read.
    pub tags: Option<BTreeMap<String, String>>,
}

/// True, false, or the text `Unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ternary {
    /// Known to be so.
    True,
    /// Known not to be so.
    False,
    /// Not known.
    Unknown,
}

impl Serialize for Ternary {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::True => serializer.serialize_bool(true),
            Self::False => serializer.serialize_bool(false),
            Self::Unknown => serializer.serialize_str("Unknown"),
        }
    }
}

impl From<&Observed<bool>> for Ternary {
    fn from(fact: &Observed<bool>) -> Self {
        match fact {
            Observed::Known { value: true } => Self::True,
            Observed::Known { value: false } | Observed::NotConfigured => Self::False,
            Observed::Absent { .. } | Observed::Denied { .. } | Observed::Unavailable { .. } | Observed::NotRead => {
                Self::Unknown
            }
        }
    }
}

const UNKNOWN: &str = "Unknown";

impl PostureDocument {
    /// What is known about a bucket, `Unknown` wherever nobody told.
    pub(super) fn of(bucket: &Observed<Bucket>) -> Self {
        let Some(bucket) = bucket.value() else { return Self::unknown() };
        let encryption = bucket.encryption.value();
        let exposed = exposed(bucket);
        Self {
            region: bucket.region.value().cloned().unwrap_or_else(|| UNKNOWN.to_owned()),
            encryption: algorithm(&bucket.encryption),
            kms_key_id: encryption.and_then(|encryption| encryption.kms_key_id.clone()),
            bucket_key_enabled: encryption.and_then(|encryption| encryption.bucket_key_enabled),
            versioning: match &bucket.versioning {
                Observed::Known { value } => value.status.clone(),
                Observed::NotConfigured => "Disabled".to_owned(),
                _ => UNKNOWN.to_owned(),
            },
            mfa_delete: bucket.versioning.value().and_then(|versioning| versioning.mfa_delete),
            public_access: public_access(bucket).to_owned(),
            public_policy: Ternary::from(&bucket.public_policy),
            public_acl: Ternary::from(&bucket.public_acl),
            exposed,
            tags: tags(&bucket.tags),
        }
    }

    fn unknown() -> Self {
        let unknown = || UNKNOWN.to_owned();
        Self {
            region: unknown(),
            encryption: unknown(),
            kms_key_id: None,
            bucket_key_enabled: None,
            versioning: unknown(),
            mfa_delete: None,
            public_access: unknown(),
            public_policy: Ternary::Unknown,
            public_acl: Ternary::Unknown,
            exposed: Ternary::Unknown,
            tags: None,
        }
    }
}

/// Tags are users' text: what looks like a credential stays here. None when they could not be read.
pub(crate) fn tags(tags: &Observed<BTreeMap<String, String>>) -> Option<BTreeMap<String, String>> {
    let masked = |(key, value): (&String, &String)| (key.clone(), redact::parameter(key, value).into_owned());
    match tags {
        Observed::Known { value } => Some(value.iter().map(masked).collect()),
        Observed::NotConfigured => Some(BTreeMap::new()),
        _ => None,
    }
}

fn algorithm(encryption: &Observed<Encryption>) -> String {
    match encryption {
        Observed::Known { value } => value.algorithm.clone(),
        Observed::NotConfigured => "None".to_owned(),
        _ => UNKNOWN.to_owned(),
    }
}

/// The four settings of the bucket and of the account taken together: each is on where either turns it on. Not known
/// where one of the two was not told, unless the other blocks everything by itself.
fn public_access(bucket: &Bucket) -> &'static str {
    let own = settings(&bucket.public_access_block);
    let account = settings(&bucket.account_public_access_block);
    if [own, account].contains(&Some([true; 4])) {
        return "Blocked";
    }
    let (Some(own), Some(account)) = (own, account) else { return UNKNOWN };
    match own.iter().zip(account).filter(|(own, account)| **own || *account).count() {
        4 => "Blocked",
        0 => "NotBlocked",
        _ => "Partial",
    }
}

fn settings(block: &Observed<PublicAccessBlock>) -> Option<[bool; 4]> {
    match block {
        Observed::Known { value } => Some([
            value.block_public_acls,
            value.ignore_public_acls,
            value.block_public_policy,
            value.restrict_public_buckets,
        ]),
        Observed::NotConfigured => Some([false; 4]),
        _ => None,
    }
}

/// Public by policy or by ACL, where nothing blocks it. A denied answer is neither safe nor unsafe.
fn exposed(bucket: &Bucket) -> Ternary {
    let blocks = |setting: fn(&PublicAccessBlock) -> bool| {
        let on = |block: &Observed<PublicAccessBlock>| match block {
            Observed::Known { value } if setting(value) => Ternary::True,
            Observed::Known { .. } | Observed::NotConfigured => Ternary::False,
            _ => Ternary::Unknown,
        };
        on(&bucket.public_access_block).or(on(&bucket.account_public_access_block))
    };
    let policy = Ternary::from(&bucket.public_policy).and(blocks(|block| block.restrict_public_buckets).not());
    let acl = Ternary::from(&bucket.public_acl).and(blocks(|block| block.ignore_public_acls).not());
    policy.or(acl)
}

impl Ternary {
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::True, _) | (_, Self::True) => Self::True,
            (Self::False, Self::False) => Self::False,
            _ => Self::Unknown,
        }
    }

    fn and(self, other: Self) -> Self {
        self.not().or(other.not()).not()
    }

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BucketName, Gap};

    fn denied<T>() -> Observed<T> {
        Observed::Denied { gap: Gap { action: "a".into(), resource: "r".into(), message: "m".into() } }
    }

    fn block(on: [bool; 4]) -> Observed<PublicAccessBlock> {
        let [block_public_acls, ignore_public_acls, block_public_policy, restrict_public_buckets] = on;
        Observed::known(PublicAccessBlock {
            block_public_acls,
            ignore_public_acls,
            block_public_policy,
            restrict_public_buckets,
        })
    }

    #[test]
    fn public_access_and_exposure() {
        let check = |own, account, policy, acl, expected: (&str, Ternary)| {
            let bucket = Bucket {
                public_access_block: own,
                account_public_access_block: account,
                public_policy: policy,
                public_acl: acl,
                ..Bucket::new(BucketName::new("abc").unwrap())
            };
            assert_eq!((public_access(&bucket), exposed(&bucket)), expected, "{bucket:?}");
        };
        let (yes, no) = (|| Observed::known(true), || Observed::known(false));
        check(block([true; 4]), Observed::NotRead, yes(), yes(), ("Blocked", Ternary::False));
        check(block([false; 4]), block([true; 4]), yes(), yes(), ("Blocked", Ternary::False));
        check(Observed::NotConfigured, Observed::NotConfigured, yes(), no(), ("NotBlocked", Ternary::True));
        check(Observed::NotConfigured, Observed::NotConfigured, no(), no(), ("NotBlocked", Ternary::False));
        check(
            block([true, true, false, false]),
            block([false, true, true, true]),
            no(),
            no(),
            ("Blocked", Ternary::False),
        );
        check(Observed::NotConfigured, Observed::NotRead, yes(), no(), ("Unknown", Ternary::Unknown));
        check(Observed::NotConfigured, denied(), no(), no(), ("Unknown", Ternary::False));
        check(block([true, true, true, false]), denied(), yes(), no(), ("Unknown", Ternary::Unknown));
        check(denied(), block([true, true, true, false]), no(), no(), ("Unknown", Ternary::False));
        check(block([true; 4]), denied(), yes(), yes(), ("Blocked", Ternary::False));
        check(denied(), block([true; 4]), yes(), yes(), ("Blocked", Ternary::False));
        check(block([true, true, false, false]), Observed::NotConfigured, no(), yes(), ("Partial", Ternary::False));
        check(denied(), Observed::NotRead, yes(), no(), ("Unknown", Ternary::Unknown));
        check(denied(), Observed::NotRead, no(), no(), ("Unknown", Ternary::False));
        check(denied(), Observed::NotRead, denied(), denied(), ("Unknown", Ternary::Unknown));
    }
}
