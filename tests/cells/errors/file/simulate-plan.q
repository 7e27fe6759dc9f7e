%q simulate --spec plan.json
