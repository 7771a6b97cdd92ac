"""The failover drill: three PostgreSQL nodes under patroni, servers, many patients, and what goes wrong."""
