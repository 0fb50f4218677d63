# As machine code, a call of a function of machine code that does nothing, unrolled a hundred times, to reduce
# the cost of the loop. `operations` is a multiple of a hundred.


@micropython.native
def nothing():
    pass


@micropython.native
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
