"""批量评估 · A province or the nation: judged batch by batch, published county by county, continued when stopped."""
