"""The receiver's page in headless Chromium: what a person sees of it, with screenshots that are kept.

python3 page_test.py PROGRAM SOURCE_FOLDER SCREENSHOTS. Exit status 77: Chromium, its driver or Selenium is not here."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    print("skipped: no python3-selenium here")
    sys.exit(77)
if not shutil.which("chromium") or not shutil.which("chromedriver"):
    print("skipped: no chromium, or no chromium-driver, here")
    sys.exit(77)

program, source, shots = sys.argv[1:4]
folder = tempfile.mkdtemp(prefix="lihi-page-")
os.makedirs(shots, exist_ok=True)


def start():
    with open(f"{folder}/config.yaml", "w") as config:
        config.write(f"data: {folder}/data\nlisteners: [{{name: links, port: 0}}]\ndatabase: {{}}\nhttp: {{port: 0}}\n")
    with open(f"{folder}/log", "w") as log:
        server = subprocess.Popen([program, "serve", f"{folder}/config.yaml"], stderr=log)
    for _ in range(500):
        told = re.search(r"listening on [^ ]*:(\d+)\n(?:.*\n)*?.* (http://127.0.0.1:\d+/)", open(f"{folder}/log").read())
        if told:
            return server, told[1], told[2]
        time.sleep(0.02)
    raise SystemExit("the server does not start")


def replay(file, *options):
    return subprocess.Popen([program, "replay", file, "--to", f"127.0.0.1:{port}", "--speed", "max", *options], stderr=subprocess.DEVNULL)


def wait_for(what, why):
    for _ in range(300):
        if what():
            return
        time.sleep(0.05)
    page.save_screenshot(f"{shots}/failed.png")
    raise AssertionError(why)


def see(name):
    page.save_screenshot(f"{shots}/{name}.png")


def all_of(selector):
    return page.find_elements(By.CSS_SELECTOR, selector)


def text(selector):
    # at once: elements come and go
    return page.execute_script("return [...document.querySelectorAll(arguments[0])].map(each => each.innerText ?? each.textContent).join(' | ')", selector)


server, port, address = start()
options = Options()
for each in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1300,900"):
    options.add_argument(each)
options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
page = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
try:
    token = open(f"{folder}/data/token").read().strip()
    # without a token it asks for one, and a wrong one does not open it
    page.get(address)
    wait_for(lambda: page.find_element(By.ID, "login").is_displayed(), "no token is asked for")
    page.find_element(By.ID, "token").send_keys("wrong", Keys.ENTER)
    wait_for(lambda: page.find_element(By.ID, "login").is_displayed() and "token" in text("#state"), "a wrong token opens it")
    page.find_element(By.ID, "token").clear()
    page.find_element(By.ID, "token").send_keys(token, Keys.ENTER)
    wait_for(lambda: "No sender is connected" in text("#links tbody"), "the links do not come")
    assert token not in page.current_url

    # live, by the keyboard: a thousand records a second, and it stays smooth
    page.find_element(By.TAG_NAME, "body").send_keys("2")
    wait_for(lambda: "connected" in text("#live-state"), "live does not connect")
    subprocess.run([program, "synth", "--subscribers", "60", "--to", f"{folder}/day.ber"], stderr=subprocess.DEVNULL, check=True)
    page.execute_script("""window.longest = 0; let last = performance.now();
        (function frame(now) { window.longest = Math.max(window.longest, now - last); last = now; requestAnimationFrame(frame); })(last);""")
    sender = replay(f"{folder}/day.ber", "--rate", "6")
    wait_for(lambda: page.execute_script("return live.came") > 3000, "records do not come")
    see("live")
    page.find_element(By.ID, "tab-links").click()
    wait_for(lambda: "open" in text("#links tbody"), "the link does not show")
    time.sleep(2.2)
    see("links")
    page.find_element(By.ID, "tab-live").click()
    sender.wait()
    wait_for(lambda: page.execute_script("return live.came + live.missed") >= 10860, "not all came")
    longest = page.execute_script("return window.longest")
    print(f"10860 records in some 10 s: the longest frame took {longest:.0f} ms; {page.execute_script('return live.missed')} were missed")
    assert page.execute_script("return document.querySelectorAll('#live .row').length") < 100
    assert "LIID-DAY" in text("#live .row")

    # records: found by words, opened by Enter; a line of the tree marks its octets
    for name in ("story/hi2.ber", "story/hi3.ber"):
        replay(f"{source}/samples/{name}").wait()
    subprocess.run([program, "synth", "--scenario", "road", "--to", f"{folder}/road.ber"], stderr=subprocess.DEVNULL, check=True)
    replay(f"{folder}/road.ber").wait()
    page.find_element(By.TAG_NAME, "body").send_keys("3")
    page.find_element(By.TAG_NAME, "body").send_keys("/")
    wait_for(lambda: page.execute_script("return document.activeElement.name") == "liid", "/ does not lead to the filter")
    page.find_element(By.CSS_SELECTOR, "#records [name=q]").send_keys("both keys", Keys.ENTER)
    wait_for(lambda: "Good. Bring both keys" in text("#records tbody"), "words are not found")
    see("records")
    all_of("#records tbody tr")[0].send_keys(Keys.ENTER)
    wait_for(lambda: "sMSMessage" in text("#record .tree"), "the tree does not come")
    assert page.find_element(By.ID, "record").is_displayed()
    page.execute_script("""[...document.querySelectorAll('#record .tree span')]
        .find(each => each.textContent.includes('lawfulInterceptionIdentifier')).click()""")
    wait_for(lambda: all_of("#record .octets .selected"), "no octets are marked")
    marked = bytes.fromhex(text("#record .octets .selected").replace("|", ""))
    assert marked.endswith(b"LIID-SAMPLE-0001"), marked
    see("record")
    page.find_element(By.TAG_NAME, "body").send_keys(Keys.ESCAPE)
    wait_for(lambda: not page.find_element(By.ID, "record").is_displayed(), "Esc does not close")

    for name, liid, selector in (("timeline", "LIID-SAMPLE-0001", ".session"), ("map", "LIID-ROAD-000000", ".dot.site")):
        page.find_element(By.ID, "tab-" + name).click()
        page.find_element(By.CSS_SELECTOR, f"#{name} [name=liid]").send_keys(liid, Keys.ENTER)
        wait_for(lambda: all_of(f"#{name} svg {selector}"), f"the {name} is not drawn")
        see(name)
    assert len(all_of("#timeline svg .volume")) >= 2
    assert "km" in text("#map svg") and "51." in text("#map svg")
    for name, there in (("ledger", "LIID-DAY-000001"), ("alarms", "Nothing is wrong")):
        page.find_element(By.ID, "tab-" + name).click()
        wait_for(lambda: there in text(f"#{name} tbody"), f"{name}: {there} is not there")
        see(name)
    light = page.execute_script("return getComputedStyle(document.body).backgroundColor")
    page.find_element(By.ID, "theme").click()
    assert page.execute_script("return getComputedStyle(document.body).backgroundColor") != light
    page.find_element(By.ID, "tab-timeline").click()
    see("dark")
    page.set_window_size(500, 900)
    page.find_element(By.ID, "tab-live").click()
    wait_for(lambda: all_of("#live .row"), "nothing on a small screen")
    see("small")
    errors = [each for each in page.get_log("browser") if "401" not in each["message"] and "WebSocket" not in each["message"]]
    assert not errors, errors
    print("1 passed, 0 failed")
finally:
    page.quit()
    server.send_signal(signal.SIGTERM)
    server.wait(20)
    shutil.rmtree(folder)
