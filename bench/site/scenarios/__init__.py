"""All there is to measure, in the order in which it is."""

from bench.site.scenarios.cold import COLD
from bench.site.scenarios.memory import MEMORY
from bench.site.scenarios.million import MILLION
from bench.site.scenarios.pages import PAGES
from bench.site.scenarios.plain import PLAIN
from bench.site.scenarios.polling import POLLING
from bench.site.scenarios.writes import WRITES

SCENARIOS = {one.name: one for one in [*PLAIN, *PAGES, *COLD, *WRITES, *POLLING, *MEMORY, *MILLION]}
