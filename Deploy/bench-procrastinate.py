"""Jobs that do nothing through procrastinate: each put in by a transaction of its own, run, and kept when done.

    bench-procrastinate.py POSTGRESQL-URL COUNT

Prints how many a second, from the first that is put in until the last is recorded as done. As many callers at once,
jobs at once and connections as `lozenge-bench jobs` has.
"""

import asyncio
import logging
import sys
import time

import procrastinate

CALLERS, CONCURRENCY, CONNECTIONS = 32, 32, 16


async def main(url: str, count: int) -> None:
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(conninfo=url, min_size=CONNECTIONS, max_size=CONNECTIONS)
    )

    @app.task(name="nothing")
    async def nothing(at: float) -> None:
        pass

    async def put(share: int) -> None:
        for _ in range(share):
            await nothing.defer_async(at=time.monotonic())

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        worker = asyncio.create_task(
            app.run_worker_async(concurrency=CONCURRENCY, delete_jobs="never", install_signal_handlers=False)
        )
        began = time.monotonic()
        await asyncio.gather(*[put(count // CALLERS) for _ in range(CALLERS)])
        wanted = count // CALLERS * CALLERS
        while True:
            row = await app.connector.execute_query_one_async(
                "SELECT count(*) AS done FROM procrastinate_jobs WHERE status = 'succeeded'"
            )
            if row["done"] >= wanted:
                break
            await asyncio.sleep(0.02)
        print(f"{wanted / (time.monotonic() - began):.1f}")
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
