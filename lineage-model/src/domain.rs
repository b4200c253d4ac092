//! Which Studio domain a pipeline belongs to: one rule for every answer.

use std::collections::BTreeMap;
#[cfg(feature = "collect")]
use std::collections::BTreeSet;

use crate::Observed;
use crate::document::DomainRef;
use crate::source::{Domain, PipelineSummary, UserContext};

/// The domain that a pipeline belongs to: the one of its tag `DomainId`, else of its tag `DomainName`, else of the ARN
/// in its tag `sagemaker:domain-arn`, else of who made it.
///
/// `domains` are those of the region. What they do not hold, or could not tell, stays as the pipeline tells it: a tag
/// may name a domain of another region, or one that is gone.
#[must_use]
pub fn domain_of(
    tags: &Observed<BTreeMap<String, String>>,
    created_by: Option<&UserContext>,
    domains: &[Domain],
) -> Option<DomainRef> {
    let tag = |key: &str| tags.value()?.get(key).map(String::as_str).filter(|value| !value.is_empty());
    let of_id = |id: &str| {
        let listed = domains.iter().find(|domain| domain.id == id).map(|domain| domain.name.as_str());
        DomainRef {
            domain_id: Some(id.to_owned()),
            domain_name: listed.or_else(|| tag("DomainName")).map(str::to_owned),
        }
    };
    if let Some(id) = tag("DomainId") {
        return Some(of_id(id));
    }
    if let Some(name) = tag("DomainName") {
        let listed = domains.iter().find(|domain| domain.name == name).map(|domain| domain.id.clone());
        return Some(DomainRef { domain_id: listed, domain_name: Some(name.to_owned()) });
    }
    let arn = tag("sagemaker:domain-arn");
    let tagged = arn.and_then(|arn| Some(arn.rsplit_once("domain/")?.1)).filter(|id| !id.is_empty());
    tagged.or_else(|| created_in(created_by?)).map(of_id)
}

/// Whether a pipeline belongs to the domain with the name or id `wanted`; see [`domain_of`].
#[must_use]
pub fn is_in_domain(pipeline: &PipelineSummary, wanted: &str, domains: &[Domain]) -> bool {
    domain_of(&pipeline.tags, pipeline.created_by.value(), domains).is_some_and(|domain| domain.is(wanted))
}

/// Whether a pipeline is known to belong to another domain than `wanted`, or to none. `found` is what [`domain_of`]
/// says, `is_told` whether everything was read that it says that by, `are_listed` whether the domains were.
#[cfg(feature = "collect")]
pub(crate) fn is_elsewhere(found: Option<&DomainRef>, wanted: &str, is_told: bool, are_listed: bool) -> bool {
    // Without the list of domains, a name says nothing of an id.
    let is_comparable = |domain: &DomainRef| match wanted.starts_with("d-") {
        true => are_listed || domain.domain_id.is_some(),
        false => are_listed || domain.domain_name.is_some(),
    };
    is_told && found.is_none_or(|domain| !domain.is(wanted) && is_comparable(domain))
}

/// Whether everything was read that says which domain a pipeline belongs to.
#[cfg(feature = "collect")]
pub(crate) fn is_domain_told(pipeline: &PipelineSummary) -> bool {
    // Who made it counts only where no tag does.
    let is_tagged = domain_of(&pipeline.tags, None, &[]).is_some();
    pipeline.tags.is_told() && (is_tagged || pipeline.created_by.is_told())
}

/// How a pipeline stands to the domains that may be seen.
#[cfg(feature = "collect")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is known to be in one of them.
    Inside,
    /// It is known to be in none of them.
    Outside,
    /// What would tell was not read.
    Unclear,
}

/// How a pipeline stands to the domains `within`, by their ids or names; the rest is as in [`is_elsewhere`]. What is not
/// known for certain is not inside.
#[cfg(feature = "collect")]
pub(crate) fn standing(
    found: Option<&DomainRef>,
    within: &BTreeSet<String>,
    is_told: bool,
    are_listed: bool,
) -> Standing {
    let is_known = |domain: &DomainRef| {
        // Without the list of domains, the name beside an id is only what somebody wrote into a tag.
        let name = domain.domain_name.as_ref().filter(|_| are_listed || domain.domain_id.is_none());
        [domain.domain_id.as_ref(), name].into_iter().flatten().any(|known| within.contains(known))
    };
    if is_told && found.is_some_and(is_known) {
        Standing::Inside
    } else if within.iter().all(|wanted| is_elsewhere(found, wanted, is_told, are_listed)) {
        Standing::Outside
    } else {
        Standing::Unclear
    }
}

impl DomainRef {
    /// Whether `wanted` is the domain's id or name.
    #[must_use]
    pub fn is(&self, wanted: &str) -> bool {
        [&self.domain_id, &self.domain_name].into_iter().any(|known| known.as_deref() == Some(wanted))
    }
}

/// The domain of a user profile: `arn:aws:sagemaker:<region>:<account>:user-profile/<domain>/<name>`.
fn created_in(user: &UserContext) -> Option<&str> {
    let of_profile = || user.user_profile_arn.as_deref()?.rsplit_once("user-profile/")?.1.split('/').next();
    user.domain_id.as_deref().or_else(of_profile).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(id: &str, name: &str) -> Domain {
        Domain { id: id.into(), name: name.into(), ..Domain::default() }
    }

    fn check(tags: &[(&str, &str)], user: Option<UserContext>, expected: Option<(Option<&str>, Option<&str>)>) {
        let tags = tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let domains = [domain("d-1", "studio-a"), domain("d-2", "studio-b")];
        let found = domain_of(&Observed::known(tags), user.as_ref(), &domains);
        let found = found.as_ref().map(|found| (found.domain_id.as_deref(), found.domain_name.as_deref()));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_first_that_is_told_counts() {
        let arn = |id: &str| format!("arn:aws:sagemaker:us-east-1:1:domain/{id}");
        let by = |id: Option<&str>, profile: Option<&str>| {
            let text = |text: Option<&str>| text.map(str::to_owned);
            Some(UserContext { domain_id: text(id), user_profile_arn: text(profile), ..UserContext::default() })
        };
        let profile = "arn:aws:sagemaker:us-east-1:1:user-profile/d-2/jane";
        let a = Some((Some("d-1"), Some("studio-a")));
        let b = Some((Some("d-2"), Some("studio-b")));
        check(&[], None, None);
        check(&[("Env", "dev")], by(None, None), None);
        check(&[], by(Some("d-1"), Some(profile)), a);
        check(&[], by(None, Some(profile)), b);
        check(&[("sagemaker:domain-arn", &arn("d-1"))], by(Some("d-2"), None), a);
        check(&[("sagemaker:domain-arn", "d-1")], by(Some("d-2"), None), b);
        check(&[("DomainName", "studio-b"), ("sagemaker:domain-arn", &arn("d-1"))], None, b);
        check(&[("DomainName", "studio-b"), ("DomainId", "d-1")], None, a);
        check(&[("DomainId", ""), ("DomainName", "studio-b")], None, b);
        check(&[("DomainName", "elsewhere")], by(Some("d-1"), None), Some((None, Some("elsewhere"))));
        check(&[("DomainId", "d-9")], None, Some((Some("d-9"), None)));
    }

    #[test]
    fn a_domain_is_meant_by_its_name_or_its_id() {
        let listed = [domain("d-1", "studio-a")];
        let tags = Observed::known([("DomainId".to_owned(), "d-1".to_owned())].into());
        let pipeline = PipelineSummary { tags, ..PipelineSummary::default() };
        for (wanted, domains, expected) in [
            ("d-1", &listed[..], true),
            ("studio-a", &listed, true),
            ("studio-b", &listed, false),
            ("d-1", &[], true),
            ("studio-a", &[], false),
        ] {
            assert_eq!(is_in_domain(&pipeline, wanted, domains), expected, "{wanted}");
        }
    }
}
