"""The failover drill: three PostgreSQL nodes under patroni, two servers, many patients, and what goes wrong."""
