"""The routes over many pipelines and those over feature groups, field by field against what boto3 reads (lists.py)."""

from fields import ask, check_fields, expect, get, like


def check_catalogues(server, region, other, reference):
    """The pipelines and domains of the account, by every route that lists them; answers how many fields were compared."""
    wanted = reference.pipelines()
    domains, newest_first = reference.overview()
    count = sum(map(len, [*wanted.values(), *domains.values(), *newest_first]))

    def regions(path):
        answer = get(f"{server}{path}")
        expect(f"{path}: warnings", answer["warnings"], [])
        return {found["region"]: found for found in answer["regions"]}

    def check_pipelines(query, wanted):
        path = f"/sagemaker/pipelines?regions={region}&includeLatestExec=true&{query}"
        told = {pipeline["name"]: pipeline for pipeline in regions(path)[region]["pipelines"]}
        expect(path, like(told, wanted), wanted)
        expect(f"{path}: names", told.keys(), wanted.keys())

    check_pipelines("", wanted)
    check_pipelines("name=CHURN", {name: p for name, p in wanted.items() if "churn" in name.lower()})
    for key, parameter in (("DomainName", "domainName"), ("DomainId", "domainId")):
        for domain in domains.values():
            value = domain[parameter]
            of_domain = {n: p for n, p in wanted.items() if p["matchedDomain"] and p["matchedDomain"][key] == value}
            check_pipelines(f"{parameter}={value}", of_domain)
    both = regions(f"/sagemaker/pipelines?regions={region},{other}")
    expect("regions", {name: len(found["pipelines"]) for name, found in both.items()}, {region: len(wanted), other: 0})
    expect("not asked for", [p["name"] for p in both[region]["pipelines"] if "latestExecution" in p], [])

    overview = regions(f"/sagemaker/overview?regions={region}&includeLatestExec=true")[region]
    told = {domain["domainId"]: domain for domain in overview["domains"]}
    expect("overview: domains", like(told, domains), domains)
    expect("overview: domain ids", told.keys(), domains.keys())
    expect("overview: pipelines", like(overview["pipelines"], newest_first), newest_first)

    catalog = get(f"{server}/sagemaker/catalog?regions={other},{region},{other}")["regions"]
    expect("catalog: regions", [found["region"] for found in catalog], sorted([region, other]))
    catalog = next(found for found in catalog if found["region"] == region)
    pairs = {(domain["DomainId"], domain["DomainName"]) for domain in catalog["domains"]}
    expect("catalog: domains", pairs, {(domain["domainId"], domain["domainName"]) for domain in domains.values()})
    keys = ("name", "arn", "lastModifiedTime", "tags", "matchedDomain")
    facts = {name: {key: pipeline[key] for key in keys} for name, pipeline in wanted.items()}
    told = {pipeline["name"]: pipeline for pipeline in catalog["pipelines"]}
    expect("catalog: pipelines", like(told, facts), facts)
    expect("catalog: names", told.keys(), facts.keys())
    return count


def check_domains(server, region, reference):
    """A domain's lineage is that of its pipelines, one by one; what is not of a domain is not found in it."""
    pipelines = reference.pipelines()
    for domain_id, domain in reference.domains().items():
        inside = {n for n, p in pipelines.items() if (p["matchedDomain"] or {}).get("DomainId") == domain_id}
        facts = {"DomainId": domain_id, "DomainName": domain["DomainName"]}
        for asked in facts.values():
            path = f"region={region}&domain={asked}&includeLatestExec=true"
            for name in pipelines:
                url = f"{server}/lineage?{path}&pipeline={name}"
                status, answer = ask(url)
                expect(f"{name} in {asked}", (status, answer.get("domain")), (200, facts) if name in inside else (404, None))
            status, answer = ask(f"{server}/lineage/by-domain?{path}")
            told = (status, answer.get("region"), answer.get("count"))
            expect(f"by-domain {asked}", told, (200, region, len(inside)) if inside else (404, None, None))
            results = answer.get("results", [])
            expect(f"by-domain {asked}: pipelines", {result["pipeline"] for result in results}, inside)
            for result in results:
                expect(f"by-domain {asked}: {result['pipeline']}", result["ok"], True)
                check_fields(result["pipeline"], result["data"], reference)


def check_feature_groups(server, region, reference):
    path, wanted = f"{server}/featurestore/feature-groups", reference.feature_groups()
    answer = get(f"{path}?region={region}")
    told = {group["name"]: group for group in answer["items"]}
    expect("feature groups", like(told, wanted), wanted)
    expect("feature groups: names", (told.keys(), answer["warnings"]), (wanted.keys(), []))
    some = get(f"{path}?region={region}&nameContains=customer")["items"]
    expect("feature groups by name", {g["name"] for g in some}, {name for name in wanted if "customer" in name})
    expect("an unknown feature group", ask(f"{path}/nothing?region={region}")[0], 404)
    count = sum(map(len, wanted.values()))
    for name in wanted:
        facts = reference.feature_group(name)
        told = get(f"{path}/{name}?region={region}&includeDescriptions=true")
        expect(f"feature group {name}", like(told, facts), facts)
        plain = get(f"{path}/{name}?region={region}")["features"]
        expect(f"feature group {name}: features", plain, [{**f, "description": None} for f in facts["features"]])
        count += len(facts) + len(facts["features"])
    return count
