# A call of a Python function that does nothing, unrolled a hundred times, to reduce
# the cost of the loop. `operations` is a multiple of a hundred.


def nothing():
    pass


def run(operations):
    function = nothing
    calls = 0
    for _ in range(operations // 100):
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        calls += 100
    return calls
